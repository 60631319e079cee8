import type { Instant } from '../../protocol/ids.ts'

export type DriftHour = { readonly at: Instant; readonly drifted: number }

export const HOUR_MS = 3_600_000
/** Hours in one point: a week is fewer points than a line in a row may have. */
const HOURS_A_POINT = 3
const POINTS = (7 * 24) / HOURS_A_POINT

/** The last seven days, the most devices that differed in each three hours; null: nobody was there to count. */
export function driftHistory(
  hours: readonly DriftHour[],
  now: Instant,
): { readonly at: Instant; readonly drifted: number | null }[] {
  const width = HOURS_A_POINT * HOUR_MS
  const last = Math.floor(now / width) * width
  return Array.from({ length: POINTS }, (_, n) => {
    const at = (last - (POINTS - 1 - n) * width) as Instant
    const within = hours.filter((hour) => hour.at >= at && hour.at < at + width)
    return { at, drifted: within.length === 0 ? null : Math.max(...within.map(({ drifted }) => drifted)) }
  })
}
