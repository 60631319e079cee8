import type { RolloutPolicy } from '../../protocol/policy.ts'
import { grouped } from '../by-text.ts'
import { counted } from '../counted.ts'
import { duration } from '../instant.ts'
import type { BaselineSample, PreflightDevice } from './facts.ts'

/** Why the baseline is too thin, and the devices it is thin on; none when a whole wave is too small. */
export type ThinBaseline = { readonly because: string; readonly devices: readonly PreflightDevice[] }

type Measured = { readonly device: PreflightDevice; readonly requests: number }

/**
 * D-10: why the baseline is too thin to judge against, naming who; null when it is not. Every canary must hold enough by
 * itself; of later waves a tenth of the devices may be thin, since a wave is compared as a whole.
 */
export function baselineProblem(
  devices: readonly PreflightDevice[],
  baseline: readonly BaselineSample[],
  policy: RolloutPolicy,
): ThinBaseline | null {
  const requestsOf = new Map(baseline.map(({ deviceId, requests }) => [deviceId, requests]))
  const online = devices.filter((device) => device.online)
  const measured = online.flatMap((device): Measured[] => {
    const requests = requestsOf.get(device.deviceId)
    return requests === undefined ? [] : [{ device, requests }]
  })
  const thin = measured.filter(({ requests }) => requests < policy.baselineMinRequests)
  const worst =
    thin.find(({ device }) => device.wave === 0) ?? (thin.length > measured.length * 0.1 ? thin[0] : undefined)
  if (worst)
    return {
      because: `${counted(thin.length, 'device')} have too thin a baseline, such as ${worst.device.name}: ${worst.requests} of ${policy.baselineMinRequests} requests in the last ${duration(policy.baselineWindowSeconds)}`,
      devices: [worst, ...thin.filter((one) => one !== worst)].map(({ device }) => device),
    }
  return thinWave(online, measured, policy)
}

/** The baseline is frozen at the start: a gate that needs more than its wave holds would never pass. */
function thinWave(
  online: readonly PreflightDevice[],
  measured: readonly Measured[],
  policy: RolloutPolicy,
): ThinBaseline | null {
  const needed = policy.gate.minRequests
  const samples = grouped(measured, ({ device }) => device.wave)
  for (const [wave, devices] of [...grouped(online, (device) => device.wave)].toSorted(([a], [b]) => a - b)) {
    const sample = samples.get(wave) ?? []
    const requests = sample.reduce((sum, one) => sum + one.requests, 0)
    // What a sample of the wave holds already is enough; else it stands for the devices that were not looked at.
    const held = sample.length === 0 ? 0 : Math.floor((requests * devices.length) / sample.length)
    if (held >= needed) continue
    const label = wave === 0 ? 'the canary' : `wave ${wave}`
    const because = `the baseline of ${label} (${counted(devices.length, 'device')}) holds ${held} requests; its gate needs ${needed}`
    return { because, devices: [] }
  }
  return null
}

export const baselineEvidence = (looked: number, online: number, policy: RolloutPolicy) =>
  `At least ${policy.baselineMinRequests} requests per device in the last ${duration(policy.baselineWindowSeconds)}, updates left out; ${
    looked < online
      ? `${looked} of ${online} devices looked at: every canary, and some of each wave, type and release`
      : `${counted(online, 'device')} looked at`
  }.`
