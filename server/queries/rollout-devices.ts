import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { WITH_TARGET } from '../adapters/prisma/rollout-row.ts'
import { stateOfByte } from '../protocol/device-state.ts'
import { DeviceId, type Instant, type RolloutId } from '../protocol/ids.ts'
import { Plan } from '../protocol/plan.ts'
import type { Person } from '../protocol/views/person.ts'
import type { RolloutDevicesView } from '../protocol/views/rollout-view.ts'
import { whyDevices } from './why-devices.ts'

/** Who stands at each place of the lanes, in lane order. */
export async function rolloutDevicesView(
  db: PrismaClient,
  _person: Person,
  now: Instant,
  id: RolloutId,
): Promise<RolloutDevicesView | null> {
  const record = await db.rollout.findUnique({ where: { id }, include: WITH_TARGET })
  if (!record) return null
  const plan = Plan.parse(record.plan)
  const picks = new Map(plan.canary.picks.map((pick) => [pick.deviceId as string, pick.because]))
  const rows = await db.rolloutDevice.findMany({
    where: { rolloutId: id },
    include: { device: { include: { site: true, status: true } } },
    orderBy: { index: 'asc' },
  })
  const why = await whyDevices(db, record, plan, rows, now)
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
      why: why.get(device.id) ?? null,
    })),
  }
}
