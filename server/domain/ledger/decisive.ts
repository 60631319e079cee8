import type { HealthLayers } from '../../protocol/health.ts'
import type { DeviceFacts, Facts } from '../rollout/rollout.ts'

/**
 * What a decision may turn on. Everything else of a device changes with every report of every device and would make the
 * ledger as large as the telemetry; it is taken out before anything is decided, so that what is stored is what was seen.
 */
export const decisive = (facts: Facts): Facts => ({ ...facts, devices: facts.devices.map(decisiveOf) })

function decisiveOf(device: DeviceFacts): DeviceFacts {
  // The silence of a device that is connected is nobody's question.
  const lastSeenAt = device.online ? null : device.lastSeenAt
  if (device.exposedAt !== null) return { ...device, lastSeenAt, health: device.health && findings(device.health) }
  // What it measures speaks for the old version; its baseline is no fact of one device.
  return { ...device, lastSeenAt, health: null, reachable: null, memoryPercent: null, reportedAt: null, restarts: 0 }
}

/** A layer that is well says only that; one that is not, by the check that says so. */
function findings(health: HealthLayers): HealthLayers {
  const of = ({ status, checks }: HealthLayers['system']) => {
    const because =
      status === 'healthy' || status === 'unknown' ? undefined : checks.find((one) => one.status === status)
    return { status, checks: because ? [because] : [] }
  }
  const { connectivity, system, application, functional } = health
  return {
    connectivity: of(connectivity),
    system: of(system),
    application: of(application),
    functional: of(functional),
  }
}
