import { duration, secondsBetween } from '../domain/instant.ts'
import { extended } from '../domain/rollout/acts.ts'
import { EXPOSED_STATES } from '../domain/rollout/expose.ts'
import type { Ack } from '../protocol/ack.ts'
import type { ExtendSoak } from '../protocol/commands/rollout-acts.ts'
import { stateByte } from '../protocol/device-state.ts'
import type { DeviceId, RolloutId } from '../protocol/ids.ts'
import { actOnRollout } from './act-on-rollout.ts'
import type { CommandContext } from './command-context.ts'

/** what a trend is confirmed with. */
const DETAIL_INTERVAL_SECONDS = 1

/** the wave soaks longer, and its devices report every second until its gate is read. */
export async function extendSoak(
  ctx: CommandContext,
  id: RolloutId,
  { seconds, reason }: ExtendSoak,
): Promise<Ack<null>> {
  const watched: { wave: number; forSeconds: number }[] = []
  const done = await actOnRollout(ctx, id, 'extendSoak', reason, (rollout) => {
    const { id: by, name } = ctx.person
    const state = extended(rollout, seconds, { by, name, reason, at: ctx.now })
    if (state.phase === 'soaking')
      watched.push({ wave: state.wave, forSeconds: secondsBetween(ctx.now, state.deadline) })
    return { state, because: `Soak extended by ${duration(seconds)} by ${ctx.person.name}: ${reason}` }
  })
  const [watch] = watched
  if (done.ok && watch) {
    const devices = await ctx.db.rolloutDevice.findMany({
      where: { rolloutId: id, wave: watch.wave, state: { in: EXPOSED_STATES.map(stateByte) } },
      select: { deviceId: true },
    })
    ctx.tell.capture(
      devices.map((device) => device.deviceId as DeviceId),
      DETAIL_INTERVAL_SECONDS,
      Math.ceil(watch.forSeconds),
    )
  }
  return done
}
