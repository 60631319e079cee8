import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { type DeviceState, stateOfByte } from '../protocol/device-state.ts'

export type LaneCounts = {
  readonly all: Partial<Record<DeviceState, number>>
  readonly byWave: ReadonlyMap<number, Partial<Record<DeviceState, number>>>
}

/** How many devices of each rollout stand where, counted by the database. */
export async function laneCounts(
  db: Prisma.TransactionClient,
  rollouts: readonly string[],
): Promise<ReadonlyMap<string, LaneCounts>> {
  const groups = await db.rolloutDevice.groupBy({
    by: ['rolloutId', 'wave', 'state'],
    where: { rolloutId: { in: [...rollouts] } },
    _count: { _all: true },
  })
  const counts = new Map<string, MutableCounts>()
  for (const { rolloutId, wave, state, _count } of groups) {
    const of: MutableCounts = counts.get(rolloutId) ?? { all: {}, byWave: new Map() }
    counts.set(rolloutId, of)
    const lane: Partial<Record<DeviceState, number>> = of.byWave.get(wave) ?? {}
    of.byWave.set(wave, lane)
    const name = stateOfByte(state)
    lane[name] = (lane[name] ?? 0) + _count._all
    of.all[name] = (of.all[name] ?? 0) + _count._all
  }
  return counts
}

type MutableCounts = {
  all: Partial<Record<DeviceState, number>>
  byWave: Map<number, Partial<Record<DeviceState, number>>>
}

export const NO_COUNTS: LaneCounts = { all: {}, byWave: new Map() }
