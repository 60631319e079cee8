import { ended } from '../domain/rollout/acts.ts'
import type { Ack } from '../protocol/ack.ts'
import type { ReasonBody } from '../protocol/commands/rollout-acts.ts'
import type { RolloutId } from '../protocol/ids.ts'
import { actOnRollout } from './act-on-rollout.ts'
import type { CommandContext } from './command-context.ts'

/** Every device that holds the new version goes back, also after CONFIRM. */
export const rollBackRollout = (ctx: CommandContext, id: RolloutId, { reason }: ReasonBody): Promise<Ack<null>> =>
  actOnRollout(ctx, id, 'rollBack', reason, (rollout) => ({
    paused: null,
    state: ended(rollout, 'rolled-back', ctx.person, reason, ctx.now),
    because: `Rolled back by ${ctx.person.name}${reason ? `: ${reason}` : ''}.`,
  }))
