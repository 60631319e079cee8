import type { Instant } from '../../protocol/ids.ts'
import { secondsBetween } from '../instant.ts'
import type { DeviceFacts } from './rollout.ts'
import { runsPrevious } from './runs.ts'

/** Nobody can count on it now: away, being changed, or gone bad. One that went back by itself counts until it is well again. */
export function isUnavailable(device: DeviceFacts): boolean {
  if (!device.online) return true
  switch (device.state) {
    case 'installing':
    case 'verifying':
      // Beside what serves: nobody notices.
      return device.traffic !== 'standby'
    case 'rolling-back':
    case 'quarantined':
    case 'silent':
    case 'dark':
      return true
    case 'failed':
      return !runsPrevious(device) || device.reachable === false
    case 'pending':
    case 'skipped':
    case 'healthy':
    case 'degraded':
    case 'rolled-back':
      return false
  }
}

/** it was told, and has not been healthy for long enough since, nor is it well on the old version again. */
export function takesPlace(device: DeviceFacts, minReadySeconds: number, now: Instant): boolean {
  if (device.exposedAt === null || device.superseded) return false
  switch (device.state) {
    case 'healthy':
      return secondsBetween(device.changedAt, now) < minReadySeconds
    case 'degraded':
      return true
    case 'pending':
    case 'skipped':
      return false
    default:
      return isUnavailable(device)
  }
}
