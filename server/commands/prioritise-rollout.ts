import { mayPrioritise, prioritised } from '../domain/rollout/queue.ts'
import type { Ack } from '../protocol/ack.ts'
import type { PrioritiseRollout } from '../protocol/commands/rollout-acts.ts'
import type { RolloutId } from '../protocol/ids.ts'
import { actOnRollout } from './act-on-rollout.ts'
import type { CommandContext } from './command-context.ts'

/** One that waits for its turn goes sooner or later than others that wait; who has begun is never preempted. */
export const prioritiseRollout = (
  ctx: CommandContext,
  id: RolloutId,
  { priority, reason }: PrioritiseRollout,
): Promise<Ack<null>> =>
  actOnRollout(
    ctx,
    id,
    { name: 'prioritise', may: (rollout) => mayPrioritise(rollout, ctx.person) },
    `Priority ${priority}: ${reason}`,
    (rollout) => ({
      state: prioritised(rollout, priority),
      because: `Priority set to ${priority} by ${ctx.person.name}: ${reason}`,
    }),
  )
