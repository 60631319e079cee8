import type { Instant } from '../../protocol/ids.ts'

/** A reconcile of one device that went well: when, and what it put right (`kind:key`). */
export type Reconciled = { readonly endedAt: Instant; readonly keys: readonly string[] }

/** Back within this time after it was put right: somebody or something writes it again. */
export const RETURNS_WITHIN_MS = 3_600_000
/** How long a device is left alone then, counted from the last time it was put right. */
export const HELD_FOR_MS = 24 * 3_600_000
/** However slowly it comes back: no key of a device is put right more often than this in that time. */
export const MOST_IN_THAT_TIME = 3

/** A sentence when this difference comes back again and again, so that reconciling it would be for nothing; else null. */
export function flappingBecause(
  item: { readonly name: string; readonly since: Instant },
  history: readonly Reconciled[],
  now: Instant,
): string | null {
  const recent = history.filter(({ keys, endedAt }) => keys.includes(item.name) && now - endedAt < HELD_FOR_MS)
  const returned = recent.find(({ endedAt }) => item.since >= endedAt && item.since - endedAt < RETURNS_WITHIN_MS)
  if (returned)
    return `it came back ${minutes(item.since - returned.endedAt)} after it was put right: something on the device writes it`
  return recent.length >= MOST_IN_THAT_TIME ? `it was put right ${recent.length} times in 24 hours` : null
}

const minutes = (ms: number): string => (ms < 60_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`)
