import type { RolloutPolicy } from '../../protocol/policy.ts'
import type { PolicyField } from '../../protocol/policy-field.ts'
import { isLookedAt, policyValues } from '../../protocol/policy-values.ts'
import { duration } from '../instant.ts'

/** Why this policy may not be used, or null. Ranges of R-038, R-047, R-053, R-054, R-059, R-119; R-001 first. */
export function policyRefusal(policy: RolloutPolicy, demoServer: boolean): string | null {
  const batches = policy.strategy === 'rolling-update'
  if (policy.canaryPercent >= 100 || (!batches && policy.wavePercents.some((percent) => percent >= 100))) {
    return 'R-001: this would take the whole fleet at once, which Wavegate never does. Choose a canary of 1–5 % and waves of 10–50 % of what remains.'
  }
  if (!batches && policy.wavePercents.length < 1) {
    return 'R-001: after the canary everything would follow at once. Add at least one wave of 10–25 % of what remains.'
  }
  const broken = beyond(policy, FIELDS)
  if (broken) return broken
  if (policy.demo && !demoServer)
    return 'The demo policy soaks for seconds; only a server started with `npm run demo` accepts it.'
  return beyond(policy, policy.demo ? DEMO_SOAKS : SOAKS) ?? contradiction(policy)
}

/** Every number of a policy that may be set, with its limits: what the page offers is what the server accepts. */
export const policyFields = ({ demo }: Pick<RolloutPolicy, 'demo'>): readonly PolicyField[] => [
  ...(demo ? DEMO_SOAKS : SOAKS),
  ...FIELDS,
]

function beyond(policy: RolloutPolicy, fields: readonly PolicyField[]): string | null {
  for (const field of fields) {
    if (!isLookedAt(policy, field.key)) continue
    const wrong = policyValues(policy, field.key).find((value) => value < field.least || value > field.most)
    if (wrong !== undefined)
      return `${field.rule ? `${field.rule}: ${field.says}` : sentence(field.says)}; ${shown(wrong, field.unit)} was asked for.`
  }
  return null
}

/** Numbers that are fine alone and can not hold together. */
function contradiction({ strategy, demo, trial }: RolloutPolicy): string | null {
  const least = demo ? 1 : READY_SECONDS
  if (strategy === 'rolling-update' && trial.minReadySeconds < least)
    return `R-085: a rolling update waits for at least ${duration(least)} of health before the next batch; ${shown(trial.minReadySeconds, 'seconds')} was asked for.`
  return trial.minReadySeconds >= trial.windowSeconds
    ? `R-085: a trial of ${duration(trial.windowSeconds)} can not hold ${duration(trial.minReadySeconds)} of health: every device would go back. Make the trial longer.`
    : null
}

const DAY = 86_400

/** min_ready_seconds of the contract: between two batches nothing else gives time to see what is wrong. */
const READY_SECONDS = 60

const seconds = (
  key: PolicyField['key'],
  rule: string | null,
  least: number,
  most: number,
  says: string,
): PolicyField => ({ key, rule, unit: 'seconds', least, most, says })

const SOAKS = [
  seconds('canarySoakSeconds', 'R-047', 900, 3600, 'the canary soaks for 15–60 min'),
  seconds('waveSoakSeconds', 'R-059', 300, 900, 'waves soak for 5–15 min'),
  seconds('compareSeconds', 'R-023', 900, 14 * 86_400, 'two arms are compared for 15 min to 14 days'),
]

const DEMO_SOAKS = [
  seconds('canarySoakSeconds', 'R-119', 5, 3600, 'even a demo soaks for at least 5 s, and no longer than 60 min'),
  seconds('waveSoakSeconds', 'R-119', 5, 900, 'even a demo soaks for at least 5 s, and no longer than 15 min'),
  seconds('compareSeconds', 'R-023', 10, 86_400, 'even a demo compares its arms for at least 10 s'),
]

/** A rail may be stricter than the contract's, never weaker: it is what the approver relies on. */
const FIELDS: readonly PolicyField[] = [
  field('canaryPercent', 'R-038', 'percent', 1, 5, 'the canary is 1–5 % of the fleet'),
  field('wavePercents.first', 'R-053', 'percent', 10, 25, 'wave 1 is 10–25 % of what remains'),
  field('wavePercents.later', 'R-054', 'percent', 25, 50, 'later waves are 25–50 % of what remains'),
  field(
    'maxUnavailablePercent',
    'R-081',
    'percent',
    5,
    10,
    'a rolling update has 5–10 % of its devices in hand at once',
  ),
  field('comparePercent', 'R-023', 'percent', 2, 50, 'both arms together are 2–50 % of the fleet'),
  field('ramp.devicesPerMinute', null, 'count', 0, 1_000_000, 'up to a million devices a minute; 0 is no limit'),
  field('ramp.concurrentPerSite', null, 'count', 0, 100_000, 'up to 100,000 devices of a site at once; 0 is no limit'),
  field(
    'ramp.bytesPerSecondPerSite',
    null,
    'bytes-per-second',
    0,
    12_500_000_000,
    'up to 12.5 GB/s are downloaded at a site; 0 is no limit',
  ),
  field(
    'budget.sitePercent',
    null,
    'percent',
    1,
    100,
    'a site can miss 1–100 % of its devices; with 0 none could ever be updated',
  ),
  field('budget.groupAvailable', null, 'count', 0, 10_000, 'up to 10,000 devices of a redundancy group stay available'),
  field('gate.maxErrorRateIncreasePoints', 'R-061', 'points', 0, 5, 'the error rate may rise by at most 5 points'),
  field('gate.maxP95IncreasePercent', 'R-062', 'percent', 1, 50, 'P95 latency may rise by at most 50 %'),
  field('trial.maxRestarts', 'R-063', 'count', 1, 3, 'three restarts are a crash loop'),
  field('gate.maxMemoryPercent', 'R-064', 'percent', 1, 90, 'memory may reach at most 90 %'),
  field('trial.maxMemoryPercent', 'R-064', 'percent', 1, 90, 'memory may reach at most 90 %'),
  field('gate.maxUnreachablePercent', 'R-065', 'percent', 0, 10, 'at most 10 % of a wave may be unreachable'),
  field(
    'gate.maxFleetErrorRateIncreasePoints',
    'R-066',
    'points',
    0,
    10,
    'the fleet’s error rate may rise by at most 10 points',
  ),
  field('gate.maxFailedPercent', 'R-124', 'percent', 0, 20, 'at most 20 % of a wave may fail'),
  field('gate.minCoveragePercent', null, 'percent', 50, 100, 'a gate needs at least half of its devices to report'),
  field('gate.minRequests', null, 'count', 1, 10_000_000, 'a gate needs at least one request to judge by'),
  field('approvalsNeeded', null, 'count', 1, 10, 'one to ten people approve'),
  field('baselineMinRequests', null, 'count', 1, 1_000_000, 'a baseline needs at least one request a device'),
  seconds('gateGraceSeconds', null, 0, DAY, 'a gate waits up to a day for missing evidence'),
  seconds('approvalExpiresSeconds', null, 60, 30 * DAY, 'an approval is open for 1 min to 30 days'),
  seconds('installTimeoutSeconds', null, 5, DAY, 'a device has 5 s to one day to install'),
  seconds('darkAfterSeconds', null, 1, DAY, 'a device counts as dark after 1 s to one day of silence'),
  seconds('rollbackVerifySeconds', null, 0, DAY, 'a rollback is measured for up to a day'),
  seconds('baselineWindowSeconds', null, 1, 30 * DAY, 'a baseline looks back up to 30 days'),
  seconds('trial.minReadySeconds', 'R-085', 0, 3600, 'a device proves itself for up to an hour'),
  seconds('trial.windowSeconds', null, 1, 3600, 'a trial lasts 1 s to one hour'),
  seconds('trial.intervalSeconds', 'R-083', 0.2, 300, 'health is checked every 0.2–300 s'),
  seconds('trial.timeoutSeconds', 'R-084', 0.2, 60, 'a health check has 0.2–60 s to answer'),
  seconds('trial.restartWindowSeconds', 'R-063', 1, 3600, 'restarts are counted over 1 s to one hour'),
]

function field(
  key: PolicyField['key'],
  rule: string | null,
  unit: PolicyField['unit'],
  least: number,
  most: number,
  says: string,
): PolicyField {
  return { key, rule, unit, least, most, says }
}

const SHOWN = {
  seconds: (value) => (value < 1 ? `${value} s` : duration(value)),
  percent: (value) => `${value} %`,
  points: (value) => `${value} points`,
  count: String,
  'bytes-per-second': (value) => `${value} bytes/s`,
} satisfies Record<PolicyField['unit'], (value: number) => string>

const shown = (value: number, unit: PolicyField['unit']) => SHOWN[unit](value)

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
