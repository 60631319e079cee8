import { type Kept, type WrittenInputs, writeInputs } from '../../domain/ledger/inputs.ts'
import { decisionText } from '../../domain/ledger/replay.ts'
import type { Decision } from '../../domain/rollout/rollout.ts'
import type { LoadedRollout } from '../../engine/ports.ts'
import type { Instant, RolloutId } from '../../protocol/ids.ts'
import { pack } from '../ledger/packed.ts'
import { ruleVersion } from '../ledger/rule-version.ts'
import { sha256Of } from './content-hash.ts'
import type { Prisma } from './generated/client.ts'
import { toDate } from './rollout-row.ts'

/** A few hundred bytes each are remembered: more than this, and the rollout not seen for longest is written whole next time. */
const MOST_DEVICES = 500_000

type Remembered = { readonly step: number; readonly kept: Kept }

/**
 * B-10: writes each decision with its inputs, in the transaction of the decision. It remembers the inputs of the newest one of a
 * rollout to write only what changed; another server's decision in between, or a restart, costs one that is whole.
 */
export class DecisionWriter {
  readonly #remembered = new Map<RolloutId, Remembered>()

  /** Before the transaction, so that nobody waits for the packing. */
  prepare(seen: LoadedRollout, decision: Decision, now: Instant): PreparedDecision {
    const before = this.#remembered.get(seen.rollout.id) ?? null
    return new PreparedDecision(seen, decision, now, before, this.#remembered)
  }
}

export class PreparedDecision {
  readonly #seen: LoadedRollout
  readonly #decision: Decision
  readonly #now: Instant
  readonly #before: Remembered | null
  readonly #remembered: Map<RolloutId, Remembered>
  #written: WrittenInputs
  readonly #output: Uint8Array<ArrayBuffer>

  constructor(
    seen: LoadedRollout,
    decision: Decision,
    now: Instant,
    before: Remembered | null,
    remembered: Map<RolloutId, Remembered>,
  ) {
    this.#seen = seen
    this.#decision = decision
    this.#now = now
    this.#before = before
    this.#remembered = remembered
    this.#written = this.#write(before?.kept ?? null)
    this.#output = pack(decisionText(decision))
  }

  /** After the rollout's row was written, which keeps every other decision of it away. */
  async write(tx: Prisma.TransactionClient): Promise<void> {
    const { rollout, version } = this.#seen
    const newest = await tx.ledgerDecision.findFirst({
      where: { rolloutId: rollout.id },
      orderBy: { step: 'desc' },
      select: { step: true },
    })
    const follows = newest?.step ?? null
    if (!this.#written.whole && follows !== this.#before?.step) this.#written = this.#write(null)
    const { text, whole } = this.#written
    await tx.ledgerDecision.create({
      data: {
        rolloutId: rollout.id,
        step: version + 1,
        follows,
        whole,
        at: toDate(this.#now),
        rule: ruleVersion(),
        phase: this.#decision.state.phase,
        because: this.#decision.because || this.#seen.because,
        inputs: pack(text),
        inputsDigest: sha256Of(text),
        output: this.#output,
      },
      select: { id: true },
    })
  }

  /** Only when it stands: what a lost race would have written is nothing to go on from. */
  committed(): void {
    const { rollout, version } = this.#seen
    this.#remembered.delete(rollout.id)
    if (this.#decision.active) this.#remembered.set(rollout.id, { step: version + 1, kept: this.#written.kept })
    let devices = 0
    for (const [id, { kept }] of [...this.#remembered].toReversed()) {
      devices += kept.devices.length
      if (devices > MOST_DEVICES && id !== rollout.id) this.#remembered.delete(id)
    }
  }

  #write(before: Kept | null): WrittenInputs {
    return writeInputs(before, { rollout: this.#seen.rollout, facts: this.#seen.facts, now: this.#now })
  }
}
