import type { RolloutId } from '../protocol/ids.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'

/** Who takes the ledger along is part of it. Anybody who may look may. */
export async function noteLedgerExport(ctx: CommandContext, rollout: RolloutId | null): Promise<void> {
  await audit(ctx.db, {
    at: ctx.now,
    actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
    action: 'ledger.export',
    object: { kind: 'ledger', id: rollout ?? 'all' },
    ...(rollout ? { rolloutId: rollout } : {}),
    outcome: 'done',
    reason: rollout ? 'Took the ledger of this rollout along.' : 'Took the whole ledger along.',
  })
}
