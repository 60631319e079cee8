import { mayAskOverride, mayConfirmOverride, overridden, overrideAsked } from '../domain/rollout/recovery-acts.ts'
import type { Ack } from '../protocol/ack.ts'
import type { OverrideGate, ReasonBody } from '../protocol/commands/rollout-acts.ts'
import type { RolloutId } from '../protocol/ids.ts'
import { actOnRollout } from './act-on-rollout.ts'
import type { CommandContext } from './command-context.ts'

/** The first of two people says why an inconclusive gate may be passed over. Nothing moves yet. */
export const askOverride = (ctx: CommandContext, id: RolloutId, { reason }: OverrideGate): Promise<Ack<null>> =>
  actOnRollout(
    ctx,
    id,
    { name: 'askOverride', may: (rollout) => mayAskOverride(rollout, ctx.person, ctx.now) },
    reason,
    (rollout) => ({
      state: overrideAsked(rollout, ctx.person, reason, ctx.now),
      because: `${ctx.person.name} asks to pass over its gate: ${reason}`,
    }),
  )

/** The second one agrees: the gate is read once more and counts as passed unless a rail is crossed. */
export const confirmOverride = (ctx: CommandContext, id: RolloutId, { reason }: ReasonBody): Promise<Ack<null>> =>
  actOnRollout(
    ctx,
    id,
    { name: 'confirmOverride', may: (rollout) => mayConfirmOverride(rollout, ctx.person, ctx.now) },
    reason,
    (rollout) => ({
      state: overridden(rollout, ctx.person, ctx.now),
      because: `${ctx.person.name} agrees to pass over its gate${reason ? `: ${reason}` : ''}.`,
    }),
  )
