import { ended } from '../domain/rollout/acts.ts'
import type { Ack } from '../protocol/ack.ts'
import type { ReasonBody } from '../protocol/commands/rollout-acts.ts'
import type { RolloutId } from '../protocol/ids.ts'
import { actOnRollout } from './act-on-rollout.ts'
import type { CommandContext } from './command-context.ts'

/** A person ends it; exposed devices are sent back. */
export const abortRollout = (ctx: CommandContext, id: RolloutId, { reason }: ReasonBody): Promise<Ack<null>> =>
  actOnRollout(ctx, id, 'abort', reason, (rollout) => ({
    paused: null,
    state: ended(rollout, 'aborted', ctx.person, reason, ctx.now),
    because: `Aborted by ${ctx.person.name}${reason ? `: ${reason}` : ''}.`,
  }))
