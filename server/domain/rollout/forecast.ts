import type { WaveForecast } from '../../protocol/plan.ts'
import type { RolloutPolicy } from '../../protocol/policy.ts'
import { strata } from '../canary/candidate.ts'
import { COMPARED_WAVE } from '../comparison/arms.ts'
import { counted, rounded } from '../counted.ts'
import { duration } from '../instant.ts'
import { transferTime } from './downloads.ts'
import type { FleetHistory } from './fleet-history.ts'
import type { PlanDevice } from './plan-device.ts'
import { soakOf } from './soak.ts'

/** Fewer installations of a hardware type, or hours of availability, say nothing about the next. */
const ENOUGH_INSTALLS = 5
const ENOUGH_HOURS = 6

/**
 * How long a wave takes and who will be away, from the fleet's own history; where there is none, from the policy's limits and
 * from who is connected now, and the words say so. A wave is done when its slowest hardware type is.
 */
export function forecastWave(
  wave: number,
  devices: readonly PlanDevice[],
  policy: RolloutPolicy,
  history: FleetHistory,
): WaveForecast {
  const soak = soakOf(policy, wave)
  const { low, high, because } = installing(devices, policy, history)
  const cap = policy.ramp.bytesPerSecondPerSite
  const line = cap > 0 ? transferTime(devices, cap) : null
  // Back, and forth again: two more installations on one device, each with its trial.
  const drills = wave === 0 && policy.rollbackDrill ? 2 : 0
  const compared = policy.strategy === 'a-b' && wave === COMPARED_WAVE ? policy.compareSeconds : 0
  // The last device of a site begins when the line has carried the others' bytes.
  const certain = (1 + drills) * policy.trial.minReadySeconds + soak + compared + (line?.seconds ?? 0)
  return {
    lowSeconds: Math.round((1 + drills) * low + certain),
    highSeconds: Math.round((1 + drills) * high + certain),
    because: `${line ? `${line.because} ` : ''}${because} Then ${duration(policy.trial.minReadySeconds)} on trial${drills > 0 ? ', each twice more for the rollback drill,' : ''} and ${duration(soak)} of soak${compared > 0 ? `, and ${duration(compared)} of comparing` : ''}.`,
    ...away(wave, devices, history),
  }
}

type Band = { readonly low: number; readonly high: number; readonly because: string }

function installing(devices: readonly PlanDevice[], policy: RolloutPolicy, { installs, rollouts }: FleetHistory): Band {
  const types = [...new Set(devices.map((device) => device.hardwareType))].toSorted()
  const known = types.flatMap((type) => {
    const times = installs.get(type)
    return times && times.devices >= ENOUGH_INSTALLS ? [{ type, ...times }] : []
  })
  const unknown = types.filter((type) => !known.some((one) => one.type === type))
  const limit = policy.installTimeoutSeconds
  const guess = `${known.length === 0 ? 'No past rollout says how long' : 'None says how long'} ${unknown.join(', ')} ${unknown.length === 1 ? 'takes' : 'take'}: from at once to the time limit of an installation, ${duration(limit)}.`
  const slowest = known.toSorted((a, b) => b.p90Seconds - a.p90Seconds)[0]
  if (!slowest) return { low: 0, high: limit, because: guess }
  const seen = known.reduce((sum, one) => sum + one.devices, 0)
  const measured = `Told to running: ${duration(slowest.medianSeconds)} for half and ${duration(slowest.p90Seconds)} for nine of ten of ${slowest.type}${known.length > 1 ? ', the slowest' : ''}; ${counted(seen, 'installation')} in the last ${counted(rollouts, 'rollout')}.`
  return {
    low: Math.max(...known.map((one) => one.medianSeconds)),
    high: unknown.length > 0 ? Math.max(limit, slowest.p90Seconds) : slowest.p90Seconds,
    because: unknown.length > 0 ? `${measured} ${guess}` : measured,
  }
}

function away(
  wave: number,
  devices: readonly PlanDevice[],
  history: FleetHistory,
): Pick<WaveForecast, 'offline' | 'offlineBecause'> {
  const now = devices.filter((device) => !device.online).length
  if (wave === 0) return { offline: now, offlineBecause: 'The canary begins at once: who is connected now.' }
  if (history.hours < ENOUGH_HOURS) {
    const counting = `availability was counted for ${counted(history.hours, 'hour')}, ${ENOUGH_HOURS} are needed`
    return { offline: now, offlineBecause: `As many as now: ${counting}.` }
  }
  const nameOf = strata()
  // A stratum that was never counted is new: it is taken as it is now.
  const expected = devices.reduce(
    (sum, device) => sum + (history.away.get(nameOf(device)) ?? (device.online ? 0 : 1)),
    0,
  )
  const share = devices.length === 0 ? 0 : rounded((100 * expected) / devices.length)
  return {
    offline: Math.round(expected),
    offlineBecause: `Devices of its types and regions were away ${share} % of ${counted(history.hours, 'hour')} counted in the last week.`,
  }
}
