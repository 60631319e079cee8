import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { stateOfByte } from '../protocol/device-state.ts'
import { type DeviceId, type Instant, RolloutId, type Sha256 } from '../protocol/ids.ts'
import type { DeviceView } from '../protocol/views/device-view.ts'

const MOST = 50

/** Rollouts the device was in, newest first, and what became of each here. */
export async function deviceHistory(db: PrismaClient, id: DeviceId): Promise<DeviceView['history']> {
  const places = await db.rolloutDevice.findMany({
    where: { deviceId: id },
    orderBy: { changedAt: 'desc' },
    take: MOST,
    include: {
      rollout: {
        select: { name: true, toSnapshot: { select: { release: { select: { version: true } } } } },
      },
    },
  })
  return places.map((place) => ({
    id: RolloutId.parse(place.rolloutId),
    name: place.rollout.name,
    version: place.rollout.toSnapshot.release.version,
    wave: place.wave,
    state: stateOfByte(place.state),
    at: place.changedAt.getTime() as Instant,
    because: place.because,
  }))
}

/** When the device began to switch, forwards or back: a rule in every curve. */
export async function deploysSince(db: PrismaClient, id: DeviceId, from: Instant): Promise<DeviceView['deploys']> {
  const events = await db.deviceEvent.findMany({
    where: { deviceId: id, at: { gte: new Date(from) }, step: { in: ['switching', 'rolling-back'] } },
    orderBy: { number: 'asc' },
  })
  return events.map((event) => ({
    at: event.at.getTime() as Instant,
    label: event.step === 'switching' ? 'deployed' : 'went back',
  }))
}

/** The newest measurement under this artifact; null when none is kept. */
export async function lastRan(db: PrismaClient, id: DeviceId, sha256: Sha256): Promise<Instant | null> {
  const { _max } = await db.deviceSample.aggregate({ where: { deviceId: id, sha256 }, _max: { at: true } })
  return _max.at ? (_max.at.getTime() as Instant) : null
}
