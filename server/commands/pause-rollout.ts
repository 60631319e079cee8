import type { Ack } from '../protocol/ack.ts'
import type { ReasonBody } from '../protocol/commands/rollout-acts.ts'
import type { RolloutId } from '../protocol/ids.ts'
import { actOnRollout } from './act-on-rollout.ts'
import type { CommandContext } from './command-context.ts'

/** Nothing new is exposed until somebody resumes; rails still act. */
export const pauseRollout = (ctx: CommandContext, id: RolloutId, { reason }: ReasonBody): Promise<Ack<null>> =>
  actOnRollout(ctx, id, 'pause', reason, () => ({
    paused: { since: ctx.now, by: ctx.person.name, reason },
    because: `Paused by ${ctx.person.name}${reason ? `: ${reason}` : ''}.`,
  }))
