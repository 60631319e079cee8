import { expect, test } from 'vitest'
import type { Instant } from '../../protocol/ids.ts'
import { DAY_MS } from '../device/calibration.ts'
import { type Calibrated, calibrationProblem } from './calibration-problem.ts'

const NOW = (100 * DAY_MS) as Instant
const lidar = (days: number | null): Calibrated => ({
  kind: 'sensor',
  name: 'Lidar',
  calibratedUntil: days === null ? null : ((NOW + days * DAY_MS) as Instant),
})
const needs = (goodForDays: number) => ({ calibrations: [{ kind: 'sensor' as const, goodForDays }] })

test.each([
  { name: 'is good', release: needs(0), resources: [lidar(1)], says: null },
  { name: 'is good for long enough', release: needs(7), resources: [lidar(7)], says: null },
  {
    name: 'is due',
    release: needs(0),
    resources: [lidar(5), lidar(0)],
    says: 'its sensor “Lidar” is due for calibration, and the release needs it calibrated',
  },
  {
    name: 'ends too soon',
    release: needs(7),
    resources: [lidar(2.5)],
    says: 'the calibration of its sensor “Lidar” is good for 2 more days, the release needs 7',
  },
  {
    name: 'nobody said anything of',
    release: needs(0),
    resources: [lidar(null)],
    says: 'nobody said until when its sensor “Lidar” is calibrated, and the release needs it to be',
  },
  { name: 'is not asked for', release: {}, resources: [lidar(0)], says: null },
  { name: 'is another kind’s', release: needs(0), resources: [{ ...lidar(0), kind: 'camera' as const }], says: null },
  { name: 'has no such resource', release: needs(0), resources: [], says: null },
])('[R-114] a calibration that $name', ({ release, resources, says }) => {
  expect(calibrationProblem(release, resources, NOW)).toBe(says)
})
