import type { Instant } from '../../protocol/ids.ts'

export type Calibration = 'valid' | 'soon' | 'due' | 'unknown'

export const DAY_MS = 86_400_000
/** Long enough before its day that somebody can still send for a technician. */
export const SOON_DAYS = 14

/** valid until its day, due from then on, and said before that; of what nobody has said anything, nothing is known. */
export function calibration(calibratedUntil: Instant | null, now: Instant): Calibration {
  if (calibratedUntil === null) return 'unknown'
  if (now >= calibratedUntil) return 'due'
  return calibratedUntil - now <= SOON_DAYS * DAY_MS ? 'soon' : 'valid'
}
