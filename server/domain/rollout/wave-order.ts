import { byText, grouped } from '../by-text.ts'
import type { PlanDevice } from './plan-device.ts'

/** D-02: each percentage is of what is left before its wave; one more wave takes the rest. */
export function sliceWaves(
  rest: readonly PlanDevice[],
  percents: readonly number[],
): readonly (readonly PlanDevice[])[] {
  const waves: PlanDevice[][] = []
  const order = spread(rest)
  let from = 0
  for (const percent of percents) {
    const size = Math.ceil(((order.length - from) * percent) / 100)
    waves.push(order.slice(from, from + size))
    from += size
  }
  return [...waves, order.slice(from)].filter((wave) => wave.length > 0)
}

/** batches of so many devices, the last one of what is left. */
export function sliceBatches(rest: readonly PlanDevice[], size: number): readonly (readonly PlanDevice[])[] {
  const order = spread(rest)
  return Array.from({ length: Math.ceil(order.length / size) }, (_, n) => order.slice(n * size, (n + 1) * size))
}

/**
 * Every wave takes a little from every site and hardware type. Within one, members of a redundancy group follow each other
 * at a distance: all first ones, then all second ones.
 */
function spread(devices: readonly PlanDevice[]): readonly PlanDevice[] {
  const known = devices.toSorted(byId)
  const rank = rankInRedundancyGroup(known)
  const place = new Map<PlanDevice, number>()
  for (const alike of grouped(known, (device) => `${device.siteId}\u0000${device.hardwareType}`).values())
    alike
      .toSorted((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0))
      .forEach((device, n) => {
        place.set(device, (n + 0.5) / alike.length)
      })
  // Sorting numbers beside their devices: at the same place the smaller id comes first, since it did before.
  return known
    .map((device) => ({ device, place: place.get(device) ?? 0 }))
    .sort((a, b) => a.place - b.place)
    .map(({ device }) => device)
}

const byId = byText<PlanDevice>((device) => device.deviceId)

function rankInRedundancyGroup(known: readonly PlanDevice[]): ReadonlyMap<PlanDevice, number> {
  const redundant = known.filter((device) => device.redundancyGroup !== null)
  const groups = grouped(redundant, (device) => device.redundancyGroup)
  return new Map([...groups.values()].flatMap((group) => group.map((device, n) => [device, n] as const)))
}
