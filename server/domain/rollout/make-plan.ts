import { type Ack, accept, refuse } from '../../protocol/ack.ts'
import type { DeviceId } from '../../protocol/ids.ts'
import type { Plan, PlanWave } from '../../protocol/plan.ts'
import type { RolloutPolicy } from '../../protocol/policy.ts'
import type { SelectorText } from '../../protocol/selector/selector.ts'
import { type CanaryCandidate, type CanarySelection, selectCanary } from '../canary/select.ts'
import { counted } from '../counted.ts'

export type PlanDevice = CanaryCandidate & {
  readonly deviceId: DeviceId
  readonly siteId: string
  /** why it can not be part of this rollout; null when it can */
  readonly excluded: string | null
}

export type Planned = { readonly plan: Omit<Plan, 'hash'>; readonly uncovered: CanarySelection['uncovered'] }

/** From the devices a selector named to a frozen walk. Same devices, same plan. Policy limits are checked elsewhere. */
export function makePlan(named: readonly PlanDevice[], selector: SelectorText, policy: RolloutPolicy): Ack<Planned> {
  const devices = named.toSorted((a, b) => a.deviceId.localeCompare(b.deviceId))
  const cohort = devices.filter((device) => device.excluded === null)
  const excluded = devices.flatMap(({ deviceId, name, excluded: because }) =>
    because === null ? [] : [{ deviceId, name, because }],
  )
  if (cohort.length === 0) {
    const why = excluded[0]
      ? ` The first of ${counted(excluded.length, 'excluded device')}: ${excluded[0].name}, ${excluded[0].because}.`
      : ''
    return refuse('conflict', `No device is left to roll out to.${why} Choose other devices.`)
  }
  if (cohort.length < 2) {
    return refuse(
      'conflict',
      'R-001: one device would be the whole fleet at once. A staged rollout needs at least two.',
    )
  }
  const selection = selectCanary(cohort, policy.canaryPercent)
  const picks = new Map(selection.picks.map((pick) => [pick.deviceId, pick.because]))
  const rest = spread(cohort.filter((device) => !picks.has(device.deviceId)))
  if (rest.length === 0) {
    return refuse(
      'conflict',
      `R-001: covering every hardware type in every region takes all ${cohort.length} devices as canaries: the whole fleet at once. Widen the selection.`,
    )
  }
  const byId = new Map(cohort.map((device) => [device.deviceId as string, device]))
  const canary = [...picks.keys()].flatMap((id) => byId.get(id) ?? [])
  const slices = [canary, ...slice(rest, policy.wavePercents)].filter((wave, n) => n === 0 || wave.length > 0)
  return accept({
    uncovered: selection.uncovered,
    plan: {
      selector,
      cohort: cohort.length,
      canary: {
        picks: canary.map((device) => ({
          deviceId: device.deviceId,
          name: device.name,
          because: picks.get(device.deviceId) ?? '',
        })),
        exceedsCap: selection.exceedsCap,
      },
      waves: describe(slices, cohort.length, policy),
      excluded,
      order: slices.flatMap((wave, n) =>
        wave
          .toSorted((a, b) => a.siteId.localeCompare(b.siteId) || a.deviceId.localeCompare(b.deviceId))
          .map((device) => ({ deviceId: device.deviceId, wave: n })),
      ),
    },
  })
}

/** D-02: each percentage is of what is left before its wave; one more wave takes the rest. */
function slice(rest: readonly PlanDevice[], percents: readonly number[]): readonly (readonly PlanDevice[])[] {
  const waves: PlanDevice[][] = []
  let left = rest
  for (const percent of percents) {
    const size = Math.ceil((left.length * percent) / 100)
    waves.push(left.slice(0, size))
    left = left.slice(size)
  }
  return [...waves, left]
}

/** Every wave takes a little from every site and hardware type, so that no wave takes a site down whole. */
function spread(devices: readonly PlanDevice[]): readonly PlanDevice[] {
  const groups = [...Map.groupBy(devices, (device) => `${device.siteId} ${device.hardwareType}`).values()]
  return groups
    .flatMap((group) =>
      group
        .toSorted((a, b) => a.deviceId.localeCompare(b.deviceId))
        .map((device, n) => ({ device, place: (n + 0.5) / group.length })),
    )
    .toSorted((a, b) => a.place - b.place || a.device.deviceId.localeCompare(b.device.deviceId))
    .map(({ device }) => device)
}

function describe(slices: readonly (readonly PlanDevice[])[], cohort: number, policy: RolloutPolicy): PlanWave[] {
  let before = 0
  return slices.map((wave, n) => {
    const remaining = cohort - before
    before += wave.length
    return {
      wave: n,
      label: n === 0 ? 'Canary' : `Wave ${n}`,
      devices: wave.length,
      percentOfRemaining: percent(wave.length, remaining),
      percentOfCohort: percent(wave.length, cohort),
      cumulativePercent: percent(before, cohort),
      soakSeconds: n === 0 ? policy.canarySoakSeconds : policy.waveSoakSeconds,
      byHardwareType: count(wave, (device) => device.hardwareType),
      byRegion: count(wave, (device) => device.region),
    }
  })
}

const percent = (part: number, whole: number) => (whole === 0 ? 0 : Math.trunc((1000 * part) / whole) / 10)

function count(devices: readonly PlanDevice[], key: (device: PlanDevice) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const device of devices) counts[key(device)] = (counts[key(device)] ?? 0) + 1
  return counts
}
