import type { InstalledRelease } from '../../protocol/reported.ts'
import { runs } from '../rollout/runs.ts'

/**
 * does what was seen speak for what the device runs by now? Of one release it says nothing about another. Where nobody
 * named what it was seen on, as old agents do not, it is taken for what the device reports to run.
 */
export const speaksFor = (healthOf: InstalledRelease | null, running: InstalledRelease | null): boolean =>
  healthOf === null || (running !== null && healthOf.version === running.version && runs(healthOf, running))
