import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { planWithoutPlaces, WITH_TARGET } from '../adapters/prisma/rollout-row.ts'
import { type DeviceId, type Instant, RolloutId } from '../protocol/ids.ts'
import type { DeviceView } from '../protocol/views/device-view.ts'
import { whyDevices } from './why-devices.ts'

/** What a device waits for, of the rollouts that may still do something with it the newest. */
export async function whyOfDevice(
  db: Prisma.TransactionClient,
  deviceId: DeviceId,
  now: Instant,
): Promise<DeviceView['why']> {
  const places = await db.rolloutDevice.findMany({
    where: { deviceId, rollout: { active: true } },
    include: { device: { include: { status: true } }, rollout: { include: WITH_TARGET, omit: { plan: true } } },
    orderBy: { rollout: { createdAt: 'desc' } },
  })
  for (const { rollout, ...place } of places) {
    const plan = await planWithoutPlaces(db, RolloutId.parse(rollout.id))
    const next = (await whyDevices(db, rollout, plan, [place], now)).get(deviceId)
    if (next) return { rollout: { id: RolloutId.parse(rollout.id), name: rollout.name }, next }
  }
  return null
}
