import type { Instant } from '../../protocol/ids.ts'
import type { ReleaseManifest } from '../../protocol/manifest.ts'
import type { ResourceKind } from '../../protocol/registry.ts'
import { counted } from '../counted.ts'
import { DAY_MS } from '../device/calibration.ts'

export type Calibrated = {
  readonly kind: ResourceKind
  readonly name: string
  readonly calibratedUntil: Instant | null
}

/**
 * what of a device's resources is not calibrated as the release needs it, as the end of a sentence that begins with the
 * device; null when all are. A device without such a resource needs none; one of which nobody said anything is not calibrated.
 */
export function calibrationProblem(
  { calibrations = [] }: Pick<ReleaseManifest, 'calibrations'>,
  resources: readonly Calibrated[],
  now: Instant,
): string | null {
  for (const { kind, goodForDays } of calibrations)
    for (const { name, calibratedUntil } of resources.filter((resource) => resource.kind === kind)) {
      const its = `its ${kind} “${name}”`
      if (calibratedUntil === null) return `nobody said until when ${its} is calibrated, and the release needs it to be`
      if (calibratedUntil <= now) return `${its} is due for calibration, and the release needs it calibrated`
      if (calibratedUntil < now + goodForDays * DAY_MS)
        return `the calibration of ${its} is good for ${counted(Math.floor((calibratedUntil - now) / DAY_MS), 'more day')}, the release needs ${goodForDays}`
    }
  return null
}
