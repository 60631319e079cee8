import type { GateReading, Verdict } from '../../protocol/evidence.ts'
import type { Instant } from '../../protocol/ids.ts'
import type { RolloutPolicy } from '../../protocol/policy.ts'
import { duration, plusSeconds, secondsBetween } from '../instant.ts'
import type { DeviceFacts, Evidence } from '../rollout/rollout.ts'
import { runsTarget } from '../rollout/runs.ts'
import { soakOf } from '../rollout/soak.ts'
import { coverage, crashLoops, failedDevices, memory, unreachable } from './device-rails.ts'
import { fleetHealth, trend } from './fleet-rails.ts'
import type { Judged } from './judged.ts'
import { cpu, errorRate, p95Latency } from './metric-rails.ts'

export type GateInput = {
  readonly wave: number
  readonly policy: RolloutPolicy
  /** all devices exposed so far, in every wave */
  readonly deployed: readonly DeviceFacts[]
  readonly waveEvidence: Evidence
  readonly deployedEvidence: Evidence
  /** of every wave that began, in order */
  readonly perWave: readonly Evidence[]
  readonly window: { readonly from: Instant; readonly to: Instant }
  /** null while the wave is still being deployed */
  readonly soak: { readonly until: Instant; readonly deadline: Instant } | null
  readonly now: Instant
}

export type Judgement = { readonly reading: GateReading; readonly breaches: readonly Judged[] }

/** Rails act at once; a pass needs the soak, the coverage and every row; silence is never a pass. */
export function evaluateGate(input: GateInput): Judgement {
  const { policy, now } = input
  const exposed = input.deployed.filter((device) => device.wave === input.wave)
  const onTarget = exposed.filter(runsTarget)
  const eligible = exposed.filter((device) => device.failure === null)
  const heardSince = newestStretch(input)
  const reporting = eligible.filter((device) => runsTarget(device) && isHeard(device, heardSince))
  const baselineMemory = input.waveEvidence.baseline.memoryPercent
  const judged: readonly Judged[] = [
    crashLoops(exposed, input.deployed, policy.trial.maxRestarts),
    failedDevices(exposed, policy.gate),
    unreachable(exposed, policy.gate),
    memory(
      input.wave === 0 ? onTarget : input.deployed.filter(runsTarget),
      baselineMemory === null ? null : { value: baselineMemory, n: input.waveEvidence.baseline.samples },
      policy.gate,
    ),
    errorRate(input.waveEvidence, policy.gate.maxErrorRateIncreasePoints, policy.gate.minRequests, 'wave'),
    p95Latency(input.waveEvidence, policy.gate.maxP95IncreasePercent, policy.gate.minRequests),
    cpu(input.waveEvidence),
    coverage(reporting.length, eligible.length, policy.gate),
    errorRate(input.deployedEvidence, policy.gate.maxFleetErrorRateIncreasePoints, policy.gate.minRequests, 'deployed'),
    fleetHealth(input.deployed, policy.gate),
    trend(input.perWave, policy.gate),
  ]
  const breaches = worstFirst(judged, exposed.length === input.deployed.length)
  const { verdict, because } = conclude(judged, breaches, input)
  return {
    breaches,
    reading: {
      wave: input.wave,
      at: now,
      window: input.window,
      coverage: { reporting: reporting.length, eligible: eligible.length },
      verdict,
      because,
      rows: judged.map((one) => one.row),
    },
  }
}

/** A fleet rail outranks a wave's; while one wave is all that is deployed, its own rail is the one that says why. */
function worstFirst(judged: readonly Judged[], onlyWave: boolean): readonly Judged[] {
  const breached = judged.filter((one) => one.breached)
  const [wave, deployed] = [
    breached.filter((one) => one.scope === 'wave'),
    breached.filter((one) => one.scope === 'deployed'),
  ]
  return onlyWave ? [...wave, ...deployed] : [...deployed, ...wave]
}

function conclude(
  judged: readonly Judged[],
  breaches: readonly Judged[],
  input: GateInput,
): { verdict: Verdict; because: string } {
  const [first] = breaches
  if (first) return { verdict: 'fail', because: `${first.rule}: ${first.row.because}` }
  // A row that fails without crossing a rail sends nobody back and lets nobody go on.
  const missing = judged.filter(({ row }) => row.verdict !== 'pass' && row.verdict !== 'near')
  if (!input.soak) return { verdict: 'wait', because: 'The wave is still being deployed.' }
  if (input.now < input.soak.until) {
    return { verdict: 'wait', because: `Soaking for another ${duration(secondsBetween(input.now, input.soak.until))}.` }
  }
  if (missing.length === 0) return { verdict: 'pass', because: `All ${judged.length} rows pass over the whole soak.` }
  const what = [...new Set(missing.map((one) => one.row.because))].join(' ')
  if (input.now < input.soak.deadline)
    return { verdict: 'wait', because: `The soak is over, the gate does not pass yet: ${what}` }
  return { verdict: 'inconclusive', because: `Still not passed at its deadline: ${what}` }
}

/** an agent that nobody asks for more reports at least this often, whatever the policy watches for. */
const ORDINARY_INTERVAL_SECONDS = 30

/**
 * A device whose newest report is older than this says nothing about now. At the end of a soak shorter than such a pause it
 * must have reported in its second half: what was silent all through has passed nothing.
 */
function newestStretch({ policy, wave, soak, now }: GateInput): Instant {
  const pause = Math.max(policy.darkAfterSeconds, 3 * policy.captureIntervalSeconds, ORDINARY_INTERVAL_SECONDS)
  const recent = plusSeconds(now, -pause)
  if (soak === null || now < soak.until) return recent
  const secondHalf = plusSeconds(soak.until, -soakOf(policy, wave) / 2)
  return recent > secondHalf ? recent : secondHalf
}

const isHeard = ({ online, reportedAt }: DeviceFacts, since: Instant): boolean =>
  online && reportedAt !== null && reportedAt >= since
