import { resumed } from '../domain/rollout/acts.ts'
import type { Ack } from '../protocol/ack.ts'
import type { ReasonBody } from '../protocol/commands/rollout-acts.ts'
import type { RolloutId } from '../protocol/ids.ts'
import { actOnRollout } from './act-on-rollout.ts'
import type { CommandContext } from './command-context.ts'

/** A paused rollout goes on; a halted one soaks or asks again. */
export const resumeRollout = (ctx: CommandContext, id: RolloutId, { reason }: ReasonBody): Promise<Ack<null>> =>
  actOnRollout(ctx, id, 'resume', reason, (rollout) => ({
    paused: null,
    state: resumed(rollout, ctx.now),
    because: `Resumed by ${ctx.person.name}${reason ? `: ${reason}` : ''}.`,
  }))
