import type { Instant } from '../../protocol/ids.ts'
import type { ScanRhythm } from '../../protocol/views/scan-view.ts'
import { never } from '../never.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/**
 * When the next scan is due, strictly after `now`; null when none is. What was missed while no server ran is not made up
 * for: one scan says what there is now.
 */
export function nextScan(rhythm: ScanRhythm, now: Instant): Instant | null {
  switch (rhythm.kind) {
    case 'off':
      return null
    case 'every':
      return (now + rhythm.minutes * MINUTE_MS) as Instant
    case 'daily': {
      const midnight = now - (now % DAY_MS)
      const today = rhythm.times.map((time) => midnight + minutesOf(time) * MINUTE_MS)
      return Math.min(...today.map((at) => (at > now ? at : at + DAY_MS))) as Instant
    }
    default:
      return never(rhythm)
  }
}

/** `every 6 h`, `daily at 02:30 and 14:30 UTC`; for sentences. */
export function rhythmWords(rhythm: ScanRhythm): string {
  switch (rhythm.kind) {
    case 'off':
      return 'never by itself'
    case 'every':
      return rhythm.minutes % 60 === 0 ? `every ${rhythm.minutes / 60} h` : `every ${rhythm.minutes} min`
    case 'daily':
      return `daily at ${rhythm.times.toSorted().join(', ')} UTC`
    default:
      return never(rhythm)
  }
}

function minutesOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':')
  return Number(hours) * 60 + Number(minutes)
}
