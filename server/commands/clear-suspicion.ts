import { cleared, mayClear } from '../domain/rollout/recovery-acts.ts'
import type { Ack } from '../protocol/ack.ts'
import type { ClearSuspicion } from '../protocol/commands/rollout-acts.ts'
import type { RolloutId } from '../protocol/ids.ts'
import { actOnRollout } from './act-on-rollout.ts'
import type { CommandContext } from './command-context.ts'

/** a person says that a suspected degradation is none, or what it was; only then may the wave be let through. */
export const clearSuspicion = (
  ctx: CommandContext,
  id: RolloutId,
  { cause, reason }: ClearSuspicion,
): Promise<Ack<null>> => {
  const because = `Degradation cleared by ${ctx.person.name} (${cause}): ${reason}`
  return actOnRollout(
    ctx,
    id,
    { name: 'clearSuspicion', may: (rollout) => mayClear(rollout, ctx.person) },
    because,
    (rollout) => ({
      state: cleared(rollout),
      because,
    }),
  )
}
