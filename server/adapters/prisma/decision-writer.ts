import { type Kept, writeInputs } from '../../domain/ledger/inputs.ts'
import { decisionText } from '../../domain/ledger/replay.ts'
import type { Decision } from '../../domain/rollout/rollout.ts'
import type { LoadedRollout } from '../../engine/ports.ts'
import type { Instant, RolloutId } from '../../protocol/ids.ts'
import { pack } from '../ledger/packed.ts'
import { ruleVersion } from '../ledger/rule-version.ts'
import { sha256Of } from './content-hash.ts'
import type { Prisma } from './generated/client.ts'
import { renewClaim } from './lease.ts'
import { toDate } from './rollout-row.ts'

/** Some 600 bytes a device are remembered: beyond this, the rollout decided longest ago is written whole next time. */
const MOST_DEVICES = 500_000

/** Devices whose inputs take a noticeable part of a claim to write: about two seconds for 100,000. */
const MANY = 20_000

type Prepared = { readonly row: Prisma.LedgerDecisionCreateInput; readonly kept: Kept; readonly goesOn: boolean }

/**
 * B-10: writes each decision with its inputs, in the transaction of the decision. It remembers the inputs of the newest one of a
 * rollout to write only what changed; another server's decision in between, or a restart, costs one that is whole.
 */
export class DecisionWriter {
  readonly #remembered = new Map<RolloutId, { readonly step: number; readonly kept: Kept }>()

  /**
   * Before the transaction, so that nobody waits for the packing. A decision that came in between raised the rollout's version,
   * and this one is lost then: what it follows is certain.
   */
  async prepare(
    db: Prisma.TransactionClient,
    seen: LoadedRollout,
    decision: Decision,
    now: Instant,
  ): Promise<Prepared> {
    const { rollout, facts } = seen
    const newest = await db.ledgerDecision.findFirst({
      where: { rolloutId: rollout.id },
      orderBy: { step: 'desc' },
      select: { step: true },
    })
    const follows = newest?.step ?? null
    const remembered = this.#remembered.get(rollout.id)
    const before = remembered?.step === follows ? remembered.kept : null
    if (facts.devices.length > MANY) await renewClaim(db, { id: rollout.id, fence: seen.fence })
    const { text, whole, kept } = writeInputs(before, { rollout, facts, now })
    const row = {
      rolloutId: rollout.id,
      step: seen.version + 1,
      follows,
      whole,
      at: toDate(now),
      rule: ruleVersion(),
      phase: decision.state.phase,
      because: decision.because || seen.because,
      inputs: pack(text),
      inputsDigest: sha256Of(text),
      output: pack(decisionText(decision)),
    }
    return { row, kept, goesOn: decision.active }
  }

  async write(tx: Prisma.TransactionClient, { row }: Prepared): Promise<void> {
    await tx.ledgerDecision.create({ data: row, select: { id: true } })
  }

  /** Only when it stands: there is nothing to go on from in what a lost race would have written. */
  committed({ row: { rolloutId, step }, kept, goesOn }: Prepared): void {
    this.#remembered.delete(rolloutId as RolloutId)
    if (goesOn) this.#remembered.set(rolloutId as RolloutId, { step, kept })
    let devices = 0
    for (const [id, one] of [...this.#remembered].toReversed()) {
      devices += one.kept.devices.length
      if (devices > MOST_DEVICES) this.#remembered.delete(id)
    }
  }
}
