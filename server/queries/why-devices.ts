import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { disputedDevices, takenDevices } from '../adapters/prisma/load-rollout.ts'
import { askedBy, plannedDevice } from '../adapters/prisma/planned-device.ts'
import { type RolloutRecord, rolloutOf } from '../adapters/prisma/rollout-row.ts'
import { siteHolds } from '../adapters/prisma/site-holds.ts'
import { unfit } from '../domain/fleet/revalidate.ts'
import { whyDevice } from '../domain/rollout/why-device.ts'
import { ArmKey } from '../protocol/comparison.ts'
import { stateOfByte } from '../protocol/device-state.ts'
import type { Instant } from '../protocol/ids.ts'
import type { Plan } from '../protocol/plan.ts'
import { Traffic } from '../protocol/traffic.ts'
import type { NextStep } from '../protocol/views/rollout-view.ts'
import { laneCounts, NO_COUNTS } from './lane-counts.ts'
import { nextOfRollout } from './next-of-rollout.ts'

type Placed = Prisma.RolloutDeviceGetPayload<{ include: { device: { include: { status: true } } } }>

/** What each of these devices waits for in their rollout; without those that wait for nothing. */
export async function whyDevices(
  db: Prisma.TransactionClient,
  record: Omit<RolloutRecord, 'plan'>,
  plan: Plan,
  rows: readonly Placed[],
  now: Instant,
): Promise<ReadonlyMap<string, NextStep>> {
  const rollout = rolloutOf(record, plan)
  const asking = rows.map(({ deviceId }) => deviceId)
  const [counts, taken, disputed, holds] = await Promise.all([
    laneCounts(db, [rollout.id]),
    takenDevices(db, rollout.id, record.turnAt, asking),
    disputedDevices(db, rollout.id, asking),
    siteHolds(db, [...new Set(rows.map(({ device }) => device.siteId))], now),
  ])
  const next = await nextOfRollout(db, rollout, record.because, counts.get(rollout.id) ?? NO_COUNTS, now)
  const asked = askedBy(record)
  return new Map(
    rows.flatMap((row) => {
      const { device } = row
      const taker = taken.get(device.id)
      const why = whyDevice(
        rollout,
        {
          wave: row.wave,
          arm: ArmKey.nullable().parse(row.arm),
          state: stateOfByte(row.state),
          because: row.because,
          exposedAt: instant(row.exposedAt),
          traffic: Traffic.nullable().parse(row.traffic),
          changedAt: row.changedAt.getTime() as Instant,
          online: device.status?.online ?? false,
          onlineSince: instant(device.status?.onlineSince),
          lastSeenAt: instant(device.status?.lastSeenAt),
          superseded: taker?.superseded ?? null,
          takenBy: taker?.by ?? null,
          withheld: unfit(asked(row.toSnapshotId), plannedDevice(row, disputed)),
          hold: holds.get(device.siteId) ?? null,
        },
        next,
      )
      return why.waitingFor === 'nothing' ? [] : [[device.id, why] as const]
    }),
  )
}

const instant = (date: Date | null | undefined): Instant | null => (date ? (date.getTime() as Instant) : null)
