import { NOT_COMPARED } from '../domain/comparison/arms.ts'
import { NO_HISTORY } from '../domain/rollout/fleet-history.ts'
import { makePlan } from '../domain/rollout/make-plan.ts'
import type { Rollout } from '../domain/rollout/rollout.ts'
import type { DeviceId, RolloutId } from '../protocol/ids.ts'
import type { RolloutPolicy } from '../protocol/policy.ts'
import { type Installation, nameOf } from './installation.ts'
import { START } from './rollout-story.ts'

type Planned = {
  readonly id: DeviceId
  readonly siteId: string
  readonly region: string
  readonly hardwareType: string
  readonly redundancyGroup: string | null
  readonly online: boolean
}

/** The one rollout of a story, planned as it is planned for any fleet. */
export function planned(
  devices: readonly Planned[],
  policy: RolloutPolicy,
  target: Installation,
  other: Installation | undefined,
): Rollout {
  const plan = makePlan(
    devices.map((device) => ({
      deviceId: device.id,
      name: device.id,
      siteId: device.siteId,
      region: device.region,
      hardwareType: device.hardwareType,
      online: device.online,
      groups: [],
      redundancyGroup: device.redundancyGroup,
      singlePoint: null,
      knownIssue: null,
      monitoringFidelity: 3,
      bytes: 1000,
      excluded: null,
    })),
    '',
    policy,
    [],
    NO_HISTORY,
    null,
    other ? { a: nameOf(target), b: nameOf(other) } : null,
  )
  if (!plan.ok) throw new Error(plan.refusal.message)
  return {
    id: 'story' as RolloutId,
    name: 'story',
    target: nameOf(target),
    policy,
    plan: { ...plan.value, hash: 'story' },
    state: { phase: 'preparing', since: START },
    paused: null,
    failure: null,
    rootCauses: [],
    createdBy: 'olive',
    comparison: other ? NOT_COMPARED : null,
  }
}
