import type { PlanWave } from '../../protocol/plan.ts'
import type { RolloutPolicy } from '../../protocol/policy.ts'
import { COMPARED_WAVE } from '../comparison/arms.ts'
import type { FleetHistory } from './fleet-history.ts'
import { forecastWave } from './forecast.ts'
import { wholeIn } from './keep-apart.ts'
import type { PlanDevice } from './plan-device.ts'
import { soakOf } from './soak.ts'

/** Each wave in devices, both percentages (D-02), what it puts at risk and what it is expected to take. */
export function describeWaves(
  slices: readonly (readonly PlanDevice[])[],
  cohort: number,
  policy: RolloutPolicy,
  history: FleetHistory,
): PlanWave[] {
  const whole = wholeIn(slices)
  let before = 0
  return slices.map((wave, n) => {
    const remaining = cohort - before
    before += wave.length
    return {
      wave: n,
      label: labelOf(n, policy),
      devices: wave.length,
      percentOfRemaining: percent(wave.length, remaining),
      percentOfCohort: percent(wave.length, cohort),
      cumulativePercent: percent(before, cohort),
      soakSeconds: soakOf(policy, n),
      byHardwareType: count(wave, (device) => device.hardwareType),
      byRegion: count(wave, (device) => device.region),
      blast: {
        sites: new Set(wave.map((device) => device.siteId)).size,
        groups: new Set(wave.flatMap((device) => device.groups)).size,
        online: wave.filter((device) => device.online).length,
        bytes: wave.reduce((sum, device) => sum + device.bytes, 0),
        downtimeSeconds: policy.trial.windowSeconds,
        whole: [...(whole[n] ?? [])].toSorted(),
      },
      forecast: forecastWave(n, wave, policy, history),
    }
  })
}

const labelOf = (wave: number, { strategy }: RolloutPolicy) =>
  wave === 0
    ? 'Canary'
    : strategy === 'rolling-update'
      ? `Batch ${wave}`
      : strategy === 'a-b' && wave === COMPARED_WAVE
        ? 'Comparison'
        : `Wave ${wave}`

const percent = (part: number, whole: number) => (whole === 0 ? 0 : Math.trunc((1000 * part) / whole) / 10)

function count(devices: readonly PlanDevice[], key: (device: PlanDevice) => string): Record<string, number> {
  const counts = new Map<string, number>()
  for (const device of devices) counts.set(key(device), (counts.get(key(device)) ?? 0) + 1)
  return Object.fromEntries(counts)
}
