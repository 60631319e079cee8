import type { EvidenceRow } from '../../protocol/evidence.ts'
import type { GatePolicy } from '../../protocol/policy.ts'
import { counted, rounded } from '../counted.ts'
import type { DeviceFacts } from '../rollout/rollout.ts'
import { runsTarget } from '../rollout/runs.ts'
import type { Judged } from './judged.ts'
import { listed } from './listed.ts'

/** Devices of one wave that were told to install, whatever became of them. */
export type Exposed = readonly DeviceFacts[]

/** more than a share of the wave's exposed devices failed to keep the new version. */
export function failedDevices(exposed: Exposed, policy: GatePolicy): Judged {
  const failed = exposed.filter(({ failure }) => failure !== null && failure.reason !== 'rollback-drill')
  const share = percentOf(failed.length, exposed.length)
  const over = share > policy.maxFailedPercent
  const names = failed.slice(0, 3).map((device) => `${device.name}: ${device.failure?.reason}`)
  return {
    rule: 'R-124',
    scope: 'wave',
    row: row({
      metric: 'failed-devices',
      rule: `at most ${policy.maxFailedPercent} % of the wave's devices fail to keep the new version`,
      limit: policy.maxFailedPercent,
      unit: '%',
      current: exposed.length === 0 ? null : { value: share, n: exposed.length },
      verdict: exposed.length === 0 ? 'no-data' : over ? 'fail' : failed.length > 0 ? 'near' : 'pass',
      because:
        exposed.length === 0
          ? 'No device of this wave has been told to install yet.'
          : failed.length === 0
            ? `None of ${counted(exposed.length, 'device')} failed.`
            : `${failed.length} of ${counted(exposed.length, 'device')} failed (${rounded(share)} %; limit ${policy.maxFailedPercent} %): ${names.join(', ')}${failed.length > 3 ? ' …' : ''}.`,
    }),
    breached: over,
  }
}

/** any device in a crash loop now, of whatever wave, or of this wave when it went back for one by itself. */
export function crashLoops(exposed: Exposed, deployed: Exposed, maxRestarts: number): Judged {
  const looping = [
    ...exposed.filter((device) => device.failure?.reason === 'crash-loop'),
    ...deployed.filter((device) => isLooping(device, maxRestarts)),
  ]
  return {
    rule: 'R-063',
    scope: 'wave',
    row: row({
      metric: 'crash-loop',
      rule: `no device restarts ${maxRestarts} times within five minutes`,
      limit: 0,
      unit: 'devices',
      current: exposed.length === 0 ? null : { value: looping.length, n: exposed.length },
      verdict: looping.length > 0 ? 'fail' : exposed.length === 0 ? 'no-data' : 'pass',
      because:
        looping.length === 0
          ? exposed.length === 0
            ? 'No device of this wave has been told to install yet.'
            : 'No device is in a crash loop.'
          : `${listed(looping)} ${looping.length === 1 ? 'is' : 'are'} in a crash loop.`,
    }),
    breached: looping.length > 0,
  }
}

/** R-065 with D-04: silent (agent alive, endpoint dead) and dark (gone after the update) count; offline before it never does. */
export function unreachable(exposed: Exposed, policy: GatePolicy): Judged {
  const gone = exposed.filter((device) => device.state === 'silent' || device.state === 'dark')
  const share = percentOf(gone.length, exposed.length)
  const over = share > policy.maxUnreachablePercent
  return {
    rule: 'R-065',
    scope: 'wave',
    row: row({
      metric: 'unreachable',
      rule: `the health endpoint is unreachable on at most ${policy.maxUnreachablePercent} % of the wave's devices`,
      limit: policy.maxUnreachablePercent,
      unit: '%',
      current: exposed.length === 0 ? null : { value: share, n: exposed.length },
      verdict: exposed.length === 0 ? 'no-data' : over ? 'fail' : gone.length > 0 ? 'near' : 'pass',
      because:
        gone.length === 0
          ? `Every one of ${counted(exposed.length, 'device')} can be reached.`
          : `${gone.length} of ${counted(exposed.length, 'device')} cannot be reached since the update (${rounded(share)} %; limit ${policy.maxUnreachablePercent} %): ${listed(gone)}.`,
    }),
    breached: over,
  }
}

/** memory over its limit on any deployed device. */
export function memory(
  onTarget: Exposed,
  baselinePercent: { value: number; n: number } | null,
  policy: GatePolicy,
): Judged {
  const measured = onTarget.flatMap((device) =>
    device.memoryPercent === null ? [] : [{ name: device.name, percent: device.memoryPercent }],
  )
  const worst = measured.reduce<(typeof measured)[number] | null>((a, b) => (a && a.percent >= b.percent ? a : b), null)
  const over = worst !== null && worst.percent > policy.maxMemoryPercent
  return {
    rule: 'R-064',
    scope: 'wave',
    row: row({
      metric: 'memory',
      rule: `memory at most ${policy.maxMemoryPercent} % on every deployed device`,
      limit: policy.maxMemoryPercent,
      unit: '%',
      baseline: baselinePercent,
      current: worst && { value: worst.percent, n: measured.length },
      verdict:
        worst === null ? 'no-data' : over ? 'fail' : worst.percent > policy.maxMemoryPercent - 10 ? 'near' : 'pass',
      because:
        worst === null
          ? 'No deployed device has reported its memory yet.'
          : `Highest is ${rounded(worst.percent)} % on ${worst.name} (limit ${policy.maxMemoryPercent} %).`,
    }),
    breached: over,
  }
}

/** A gate may not pass unless enough exposed devices are heard: missing data never passes. */
export function coverage(reporting: number, eligible: number, policy: GatePolicy): Judged {
  const share = percentOf(reporting, eligible)
  const enough = eligible > 0 && share >= policy.minCoveragePercent
  return {
    rule: 'coverage',
    scope: 'wave',
    row: row({
      metric: 'coverage',
      rule: `at least ${policy.minCoveragePercent} % of the devices on the new version report`,
      limit: policy.minCoveragePercent,
      unit: '%',
      current: eligible === 0 ? null : { value: share, n: eligible },
      verdict: eligible === 0 ? 'no-data' : enough ? 'pass' : 'too-few',
      because:
        eligible === 0
          ? 'No device of this wave runs the new version, so there is nothing to judge.'
          : `${reporting} of ${counted(eligible, 'device')} on the new version report (${rounded(share)} %; needed ${policy.minCoveragePercent} %).`,
    }),
    breached: false,
  }
}

function isLooping(device: DeviceFacts, maxRestarts: number): boolean {
  return runsTarget(device) && device.failure === null && device.restarts >= maxRestarts
}

const percentOf = (part: number, whole: number) => (whole === 0 ? 0 : (100 * part) / whole)

function row(
  fields: Omit<EvidenceRow, 'scope' | 'baseline' | 'delta'> & { baseline?: EvidenceRow['baseline'] },
): EvidenceRow {
  return { scope: 'wave', baseline: null, delta: null, ...fields }
}
