import type { ReleaseRow } from '../../server/protocol/views/releases-view.ts'
import { plural } from '../ui/numbers.ts'

/** Where a release has been, in one line: “canaries 3 ✓ 1 ✗ · 7 222 devices · no incidents”. */
export function trackRecord({ canariesPassed, canariesFailed, incidents, devices }: ReleaseRow['track']): string {
  const canaries =
    canariesPassed + canariesFailed === 0
      ? 'no canary yet'
      : `canaries ${canariesPassed} ✓${canariesFailed > 0 ? ` ${canariesFailed} ✗` : ''}`
  const trouble = incidents === 0 ? '' : ` · ${plural(incidents, 'incident')}`
  return `${canaries} · ${plural(devices, 'device')}${trouble}`
}

export const largest = (release: Pick<ReleaseRow, 'artifacts'>): number =>
  Math.max(...release.artifacts.map((artifact) => artifact.size))

export const architectures = (release: Pick<ReleaseRow, 'artifacts'>): string =>
  [...new Set(release.artifacts.map((artifact) => artifact.architecture))].join(', ')
