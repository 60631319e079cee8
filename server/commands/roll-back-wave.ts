import { waveBack } from '../domain/rollout/acts.ts'
import type { Ack } from '../protocol/ack.ts'
import type { ReasonBody } from '../protocol/commands/rollout-acts.ts'
import type { RolloutId } from '../protocol/ids.ts'
import { actOnRollout } from './act-on-rollout.ts'
import type { CommandContext } from './command-context.ts'

/** The newest wave goes back and is measured; then the rollout waits for a person, or has ended when no other wave is left. */
export const rollBackWave = (ctx: CommandContext, id: RolloutId, { reason }: ReasonBody): Promise<Ack<null>> =>
  actOnRollout(ctx, id, 'rollBackWave', reason, (rollout) => ({
    paused: null,
    state: waveBack(rollout, ctx.person, reason, ctx.now),
    because: `Wave rolled back by ${ctx.person.name}${reason ? `: ${reason}` : ''}.`,
  }))
