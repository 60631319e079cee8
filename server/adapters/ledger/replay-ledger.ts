import { type Inputs, readInputs } from '../../domain/ledger/inputs.ts'
import { decidesTheSame } from '../../domain/ledger/replay.ts'
import { type DecisionOfLedger, LedgerLine } from '../../protocol/ledger.ts'
import { sha256Of } from '../prisma/content-hash.ts'
import { unpack } from './packed.ts'
import { ruleVersion } from './rule-version.ts'

export type Replayed = {
  readonly decisions: number
  readonly same: number
  /** the first that came out differently, or could not be decided again */
  readonly first: { readonly where: string; readonly because: string } | null
  /** decided by other rules than this build's; whether they come out the same is counted all the same */
  readonly otherRules: Readonly<Record<string, number>>
  readonly thisRule: string
}

type Kept = { readonly step: number; readonly inputs: Inputs }

/** Decides every decision of an exported ledger again, from its own inputs. Memory holds the devices of rollouts in flight. */
export async function replayLedger(lines: AsyncIterable<string>): Promise<Replayed> {
  const kept = new Map<string, Kept>()
  const otherRules: Record<string, number> = {}
  let [decisions, same] = [0, 0]
  let first: Replayed['first'] = null
  for await (const text of lines) {
    const entry = decisionIn(text)
    if (!entry) continue
    decisions += 1
    if (entry.rule !== ruleVersion()) otherRules[entry.rule] = (otherRules[entry.rule] ?? 0) + 1
    const because = replay(entry, kept)
    if (because === null) same += 1
    else first ??= { where: `decision:${entry.id}`, because: `${entry.rollout} step ${entry.step}: ${because}` }
  }
  return { decisions, same, first, otherRules, thisRule: ruleVersion() }
}

function decisionIn(text: string): DecisionOfLedger | null {
  if (!text.includes('"kind":"decision"')) return null
  const line = LedgerLine.safeParse(JSON.parse(text))
  return line.success && 'entry' in line.data && line.data.entry.kind === 'decision' ? line.data.entry : null
}

/** Null when it comes out the same. */
function replay(entry: DecisionOfLedger, kept: Map<string, Kept>): string | null {
  const before = kept.get(entry.rollout)
  kept.delete(entry.rollout)
  if (!entry.whole && before?.step !== entry.follows)
    return `it stands on step ${entry.follows}, which is not in this file.`
  try {
    const text = unpack(Buffer.from(entry.inputs, 'base64'))
    if (sha256Of(text) !== entry.inputsDigest) return 'its inputs do not have the digest it says.'
    const inputs = readInputs(text, entry.whole ? null : (before?.inputs ?? null))
    const output = unpack(Buffer.from(entry.output, 'base64'))
    // The writer forgets an ended rollout too: its next decision is whole again.
    if (!output.startsWith('{"active":false')) kept.set(entry.rollout, { step: entry.step, inputs })
    return decidesTheSame(inputs, output) ? null : `decided again, it is not “${entry.because}”.`
  } catch (cause) {
    return `it cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`
  }
}
