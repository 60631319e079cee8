import type { Instant } from '../../protocol/ids.ts'

export type Calibration = 'valid' | 'due' | 'unknown'

/** valid until its day, due from then on; of what nobody has said anything, nothing is known. */
export function calibration(calibratedUntil: Instant | null, now: Instant): Calibration {
  if (calibratedUntil === null) return 'unknown'
  return now < calibratedUntil ? 'valid' : 'due'
}
