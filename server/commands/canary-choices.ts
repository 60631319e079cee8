import { grouped } from '../domain/by-text.ts'
import { canaryChoices, type Fitness, fitness } from '../domain/canary/choices.ts'
import { type Ack, accept } from '../protocol/ack.ts'
import type { AskCanaryChoices } from '../protocol/commands/create-rollout.ts'
import type { CanaryChoicesView } from '../protocol/views/new-rollout-view.ts'
import type { CommandContext } from './command-context.ts'
import { planRollout } from './plan-rollout.ts'

/** Of each kind: whom to take, what it would cost, and who never may. */
const LISTED = { fits: 8, loses: 3, refused: 4 } satisfies Record<Fitness, number>

/** Who could stand in for one canary of a plan that is only looked at. Nothing is written. */
export async function listCanaryChoices(
  ctx: Pick<CommandContext, 'db' | 'demo' | 'now'>,
  asked: AskCanaryChoices,
): Promise<Ack<CanaryChoicesView>> {
  const planned = await planRollout(ctx.db, asked.plan, ctx.demo, ctx.now)
  if (!planned.ok) return planned
  const { plan, candidates } = planned.value
  const cohort = candidates.filter((device) => device.excluded === null)
  const byId = new Map(cohort.map((device) => [device.deviceId, device]))
  const picks = plan.canary.picks.flatMap(({ deviceId, because, covers }) => {
    const device = byId.get(deviceId)
    return device ? [{ device, because, covers }] : []
  })
  const sought = asked.find.toLowerCase()
  const found = canaryChoices(picks, cohort, asked.take).filter(({ device: { name, deviceId, siteId } }) =>
    `${name} ${deviceId} ${siteId}`.toLowerCase().includes(sought),
  )
  const listed = [...grouped(found, fitness)].flatMap(([kind, alike]) => alike.slice(0, LISTED[kind]))
  return accept({
    serverTime: ctx.now,
    choices: listed.map(({ device, refused, loses }) => ({
      deviceId: device.deviceId,
      name: device.name,
      siteId: device.siteId,
      region: device.region,
      hardwareType: device.hardwareType,
      monitoringFidelity: device.monitoringFidelity,
      refused,
      loses: [...loses],
    })),
    more: found.length - listed.length,
  })
}
