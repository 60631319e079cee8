import { type Ack, accept, refuse } from '../../protocol/ack.ts'
import type { Arm } from '../../protocol/arm.ts'
import type { DeviceId } from '../../protocol/ids.ts'
import type { CanarySwap, Plan } from '../../protocol/plan.ts'
import type { RolloutPolicy } from '../../protocol/policy.ts'
import type { SelectorText } from '../../protocol/selector/selector.ts'
import { byText, grouped } from '../by-text.ts'
import { keepCanary, type SavedCanary } from '../canary/keep.ts'
import { type CanarySelection, selectCanary } from '../canary/select.ts'
import { swapCanary } from '../canary/swap.ts'
import { type ArmWords, type PairedUp, pairUp } from '../comparison/pair-up.ts'
import { counted, rounded } from '../counted.ts'
import { describeWaves } from './describe-waves.ts'
import { downloadRefusal, downloadsUnder } from './downloads.ts'
import { type FleetHistory, NO_HISTORY } from './fleet-history.ts'
import { keepApart } from './keep-apart.ts'
import type { PlanDevice } from './plan-device.ts'
import { maxUnavailable } from './ramp.ts'
import { sliceBatches, sliceWaves } from './wave-order.ts'
import { IN_ANOTHER } from './why-excluded.ts'

export type UnhashedPlan = Omit<Plan, 'hash'>

/**
 * From the devices a selector named to a frozen walk. Same devices, same plan; `saved`: the canary of the plan that is made
 * again, kept while it is a good one; `arms`: what an A/B rollout compares. Policy limits are checked elsewhere.
 */
export function makePlan(
  named: readonly PlanDevice[],
  selector: SelectorText,
  policy: RolloutPolicy,
  swaps: readonly CanarySwap[] = [],
  history: FleetHistory = NO_HISTORY,
  saved: SavedCanary | null = null,
  arms: ArmWords | null = null,
): Ack<UnhashedPlan> {
  const devices = named.toSorted(byText((device) => device.deviceId))
  const cohort = devices.filter((device) => device.excluded === null)
  const excluded = devices.flatMap(({ deviceId, name, excluded: because }) =>
    because === null ? [] : [{ deviceId, name, because }],
  )
  if (cohort.length === 0) {
    return refuse('conflict', nobodyLeft(excluded.map((one) => one.because)))
  }
  if (cohort.length < 2) {
    return refuse(
      'conflict',
      'R-001: one device would be the whole fleet at once. A staged rollout needs at least two.',
    )
  }
  const largest = cohort.reduce((most, { bytes }) => Math.max(most, bytes), 0)
  const never = downloadRefusal(policy, largest)
  if (never) return refuse('conflict', never)
  const downloads = downloadsUnder(policy, largest)
  const fresh = selectCanary(cohort, policy.canaryPercent)
  const size = fresh.picks.length - swaps.filter(({ instead }) => instead === null).length
  const kept = saved && keepCanary(saved, fresh, cohort, size)
  const selected = kept ? accept(kept) : swapCanary(fresh, cohort, swaps)
  if (!selected.ok) return selected
  const selection = selected.value
  const picks = new Set(selection.picks.map((pick) => pick.device.deviceId))
  const rest = cohort.filter((device) => !picks.has(device.deviceId))
  if (rest.length === 0) {
    return refuse(
      'conflict',
      `R-001: covering every hardware type in every region and every group takes all ${cohort.length} devices as canaries: the whole fleet at once. Widen the selection.`,
    )
  }
  const canary = cohort.filter((device) => picks.has(device.deviceId))
  const paired = arms && pairUp(canary, cohort, policy.comparePercent, arms)
  if (paired && !paired.ok) return paired
  const walk = paired ? comparedFirst(paired.value, cohort, policy) : null
  const waves = walk ?? keepApart([canary, ...slices(rest, cohort.length, policy)])
  return accept({
    selector,
    cohort: cohort.length,
    ...(downloads ? { downloads } : {}),
    canary: { ...canaryOf(selection), ...(paired ? bothExceed(paired.value, cohort.length, policy) : {}) },
    waves: describeWaves(waves, cohort.length, policy, history),
    excluded,
    order: inLanes(cohort, waves, paired?.value.armOf),
    ...(paired ? { arms: paired.value.arms } : {}),
  })
}

/** Both arms' canaries, the other pairs, and then the rest in growing waves. Who is in an arm stays in its wave. */
function comparedFirst({ canary, compared }: PairedUp, cohort: readonly PlanDevice[], policy: RolloutPolicy) {
  const inArms = new Set([...canary, ...compared])
  const rest = cohort.filter((device) => !inArms.has(device))
  const [, ...later] = keepApart([[...inArms], ...slices(rest, cohort.length, policy)])
  return [canary, compared, ...later]
}

/** D-01: a canary for each arm is twice as large, and says so. */
function bothExceed({ canary: { length } }: PairedUp, cohort: number, { canaryPercent }: RolloutPolicy) {
  if (length <= Math.max(1, Math.ceil((cohort * canaryPercent) / 100))) return { exceedsCap: null }
  const share = rounded((100 * length) / cohort)
  return {
    exceedsCap: `${share} %: a canary of every kind in both arms needs ${length} devices; the ${canaryPercent} % cap is exceeded.`,
  }
}

/** a rolling update goes on batch by batch, each as large as may be unavailable at once; others in growing waves. */
const slices = (rest: readonly PlanDevice[], cohort: number, policy: RolloutPolicy) =>
  policy.strategy === 'rolling-update'
    ? sliceBatches(rest, maxUnavailable(cohort, policy.maxUnavailablePercent))
    : sliceWaves(rest, policy.wavePercents)

/** By wave, then site, then id: the order in which the cohort comes. */
function inLanes(
  cohort: readonly PlanDevice[],
  waves: readonly (readonly PlanDevice[])[],
  armOf: ReadonlyMap<PlanDevice, Arm> = new Map(),
): Plan['order'] {
  const lanes: Plan['order'][] = waves.map(() => [])
  const waveOf = new Map<PlanDevice, number>()
  waves.forEach((wave, n) => {
    for (const device of wave) waveOf.set(device, n)
  })
  const sites = [...grouped(cohort, (device) => device.siteId)].toSorted(byText(([site]) => site))
  for (const [, devices] of sites)
    for (const device of devices) {
      const wave = waveOf.get(device) ?? 0
      const arm = armOf.get(device)
      lanes[wave]?.push({ deviceId: device.deviceId, wave, ...(arm ? { arm } : {}) })
    }
  return lanes.flat()
}

/** Why each of the named devices is left out, alike ones counted together, the most first. */
function nobodyLeft(because: readonly string[]): string {
  const reasons = [...grouped(because, (one) => one)].toSorted(([, a], [, b]) => b.length - a.length)
  const why =
    reasons.length === 0
      ? 'none matches'
      : reasons.length === 1
        ? `${counted(because.length, 'device')} matched, left out because ${reasons[0]?.[0]}`
        : reasons.map(([reason, all]) => `${all.length} left out because ${reason}`).join('; ')
  const held = because.some((one) => one.startsWith(IN_ANOTHER))
  return `No device is left to roll out to: ${why}. Choose other devices${held ? ', or let this one wait for its turn' : ''}.`
}

function canaryOf({ picks, exceedsCap, uncovered, passedOver, certificate }: CanarySelection): Plan['canary'] {
  const id = (deviceId: string) => deviceId as DeviceId
  return {
    picks: picks.map(({ device, because, covers }) => ({
      deviceId: id(device.deviceId),
      name: device.name,
      because,
      covers: [...covers],
    })),
    exceedsCap,
    uncovered: [...uncovered],
    passedOver: passedOver.map(({ because, devices, named }) => ({
      because,
      devices,
      named: named.map(({ deviceId, name }) => ({ deviceId: id(deviceId), name })),
    })),
    certificate: { ...certificate, apart: [...certificate.apart] },
  }
}
