import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { stateOfByte } from '../protocol/device-state.ts'
import { DeviceId, type Instant, type RolloutId } from '../protocol/ids.ts'
import { Plan } from '../protocol/plan.ts'
import type { Person } from '../protocol/views/person.ts'
import type { RolloutDevicesView } from '../protocol/views/rollout-view.ts'

/** Who stands at each place of the lanes, in lane order. */
export async function rolloutDevicesView(
  db: PrismaClient,
  _person: Person,
  now: Instant,
  id: RolloutId,
): Promise<RolloutDevicesView | null> {
  const rollout = await db.rollout.findUnique({ where: { id }, select: { plan: true } })
  if (!rollout) return null
  const picks = new Map(Plan.parse(rollout.plan).canary.picks.map((pick) => [pick.deviceId as string, pick.because]))
  const rows = await db.rolloutDevice.findMany({
    where: { rolloutId: id },
    include: { device: { include: { site: true, status: true } } },
    orderBy: { index: 'asc' },
  })
  return {
    serverTime: now,
    devices: rows.map(({ device, ...row }) => ({
      id: DeviceId.parse(device.id),
      name: device.name,
      wave: row.wave,
      site: device.site.name,
      region: device.site.region,
      hardwareType: device.hardwareType,
      state: stateOfByte(row.state),
      running: device.status?.runningVersion ?? null,
      online: device.status?.online ?? false,
      lastSeenAt: device.status ? (device.status.lastSeenAt.getTime() as Instant) : null,
      because: row.because,
      canaryBecause: picks.get(device.id) ?? null,
    })),
  }
}
