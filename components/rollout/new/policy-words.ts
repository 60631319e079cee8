import type { RolloutPolicy } from '../../../server/protocol/policy.ts'
import type { SINGLE_KEYS } from '../../../server/protocol/policy-values.ts'
import type { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { bytes, count, duration, floored, measured, plural } from '../../ui/numbers.ts'
import { number } from './policy-units.ts'

/** What a field of a policy is called, and what its value means for the devices that are chosen. */
type FieldWords = { label: string; means: (policy: RolloutPolicy, preview: PlanPreview | null) => string }

/** Waves have a line each of their own, with their devices. */
export type SingleKey = (typeof SINGLE_KEYS)[number]

export const FIELD_WORDS: Readonly<Record<SingleKey, FieldWords>> = {
  canaryPercent: {
    label: 'Canary, of the cohort',
    means: (_, preview) => {
      if (!preview) return 'The first devices that take the release.'
      const { picks, exceedsCap } = preview.plan.canary
      return exceedsCap
        ? `${plural(picks.length, 'device')}: ${exceedsCap}`
        : `${plural(picks.length, 'device')} first.`
    },
  },
  maxUnavailablePercent: {
    label: 'Updated at once',
    means: ({ maxUnavailablePercent, trial }, preview) => {
      if (!preview) return 'Of the cohort; no extra devices are used (max_surge 0).'
      const [, ...batches] = preview.plan.waves
      const { cohort } = preview.plan
      const most = Math.max(1, Math.floor((cohort * maxUnavailablePercent) / 100))
      return `At most ${count(most)} of ${count(cohort)} at once: ${plural(batches.length, 'batch', 'batches')}, each ready for ${duration(trial.minReadySeconds)} before the next.`
    },
  },
  comparePercent: {
    label: 'Compared, both arms together',
    means: ({ comparePercent }, preview) => {
      const arms = preview?.plan.arms
      return arms
        ? `At most ${number(comparePercent)} % of the cohort; the plan takes ${number(arms.percentOfCohort)} % in ${plural(arms.pairs.length, 'pair')}.`
        : 'Of the cohort, canaries included; two devices alike are a pair, one for each arm.'
    },
  },
  compareSeconds: {
    label: 'Compared for',
    means: ({ compareSeconds }) =>
      `What the numbers say is read after ${duration(compareSeconds)}; whoever picks before has to say why.`,
  },
  'ramp.devicesPerMinute': {
    label: 'Devices told a minute',
    means: ({ ramp }, preview) => {
      const most = preview ? largest(preview) : null
      if (ramp.devicesPerMinute === 0)
        return `No limit: ${most ? `all ${count(most)} of the largest wave` : 'a whole wave'} at once.`
      if (most === null) return 'A wave takes longer; its soak begins when its last device has answered.'
      const minutes = Math.ceil(most / ramp.devicesPerMinute)
      return minutes <= 1
        ? 'No wave is larger: nothing waits.'
        : `The largest wave of ${count(most)} takes ${plural(minutes, 'minute')} to be told.`
    },
  },
  'ramp.concurrentPerSite': {
    label: 'Installing at one site',
    means: ({ ramp }) =>
      ramp.concurrentPerSite === 0
        ? 'No limit: every device of a wave at a site downloads at once.'
        : `${plural(ramp.concurrentPerSite, 'device')} of a site at once; the others follow as those finish.`,
  },
  'ramp.bytesPerSecondPerSite': {
    label: 'Downloaded at one site',
    means: ({ ramp }, preview) => {
      if (ramp.bytesPerSecondPerSite === 0) return 'No limit: as fast as the line of a site carries it.'
      const downloads = preview?.plan.downloads
      return downloads
        ? `${plural(downloads.atOnce, 'device')} of a site at once, each told to take ${bytes(downloads.bytesPerSecond)} a second at most. A rollback downloads nothing.`
        : `At most ${bytes(ramp.bytesPerSecondPerSite)} a second, all devices of a site together, whichever rollout they are in.`
    },
  },
  'budget.sitePercent': {
    label: 'A site may miss',
    means: ({ budget }) =>
      budget.sitePercent >= 100
        ? 'No limit: a wave may take a site down whole.'
        : `At most ${number(budget.sitePercent)} % of its devices, those that are away or in another rollout counted. More wait; a rollback never does.`,
  },
  'budget.groupAvailable': {
    label: 'A redundancy group keeps',
    means: ({ budget }) =>
      budget.groupAvailable === 0
        ? 'No limit: its devices may all be away at once.'
        : `At least ${plural(budget.groupAvailable, 'device')} of each group available; the others wait for their turn.`,
  },
  canarySoakSeconds: {
    label: 'Canary soak',
    means: ({ canarySoakSeconds, waveSoakSeconds, strategy, trial }, preview) =>
      `The canary is watched ${duration(canarySoakSeconds)} before its gate; ${duration(soaksOf(canarySoakSeconds, strategy === 'rolling-update' ? trial.minReadySeconds : waveSoakSeconds, preview))} of soak in all.`,
  },
  waveSoakSeconds: {
    label: 'Soak of each wave',
    means: ({ waveSoakSeconds, wavePercents }, preview) => {
      const waves = (preview?.plan.waves.length ?? wavePercents.length + 2) - 1
      return `${plural(waves, 'wave')} after the canary: ${duration(waves * waveSoakSeconds)} in all.`
    },
  },
  gateGraceSeconds: {
    label: 'Longest wait for evidence',
    means: ({ gateGraceSeconds, wavePercents }, preview) =>
      `A gate short of evidence asks a person after ${duration(gateGraceSeconds)}; at worst ${duration((preview?.plan.waves.length ?? wavePercents.length + 2) * gateGraceSeconds)} over all gates.`,
  },
  approvalsNeeded: {
    label: 'People who approve',
    means: ({ approvalsNeeded }) =>
      `${plural(approvalsNeeded, 'person', 'people')} after the canary, none of them who started it.`,
  },
  approvalExpiresSeconds: {
    label: 'Approval open for',
    means: ({ approvalExpiresSeconds }) =>
      `Nobody within ${duration(approvalExpiresSeconds)}: the rollout halts, the canaries keep the new version.`,
  },
  installTimeoutSeconds: {
    label: 'Time to install',
    means: ({ installTimeoutSeconds }, preview) =>
      `A connected device that is not done by then counts as failed${preview ? `, ${plural(preview.plan.waves.length, 'wave')} of ${duration(installTimeoutSeconds)} at worst` : ''}.`,
  },
  darkAfterSeconds: {
    label: 'Dark after silence of',
    means: ({ darkAfterSeconds }) =>
      `A device that spoke before its update and is silent for ${duration(darkAfterSeconds)} counts as unreachable.`,
  },
  rollbackVerifySeconds: {
    label: 'Rollback measured for',
    means: ({ rollbackVerifySeconds }) =>
      `Going back counts as proven ${duration(rollbackVerifySeconds)} after the last device.`,
  },
  baselineWindowSeconds: {
    label: 'Baseline looks back',
    means: ({ baselineWindowSeconds }) =>
      `What devices did in the last ${duration(baselineWindowSeconds)} is what later is compared with.`,
  },
  baselineMinRequests: {
    label: 'Requests in a baseline',
    means: ({ baselineMinRequests }) => `A device with fewer than ${count(baselineMinRequests)} leaves R-031 unmet.`,
  },
  'trial.minReadySeconds': {
    label: 'Healthy before it counts',
    means: ({ trial, wavePercents }, preview) => {
      const waves = preview?.plan.waves.length ?? wavePercents.length + 2
      return `Each device proves itself ${duration(trial.minReadySeconds)}: at least ${duration(waves * trial.minReadySeconds)} over ${plural(waves, 'wave')}.`
    },
  },
  'trial.windowSeconds': {
    label: 'Trial of a device',
    means: ({ trial }, preview) =>
      `A device not healthy within ${duration(trial.windowSeconds)} goes back by itself${preview ? `; at most ${plural(largest(preview), 'device')} at once` : ''}.`,
  },
  'trial.intervalSeconds': {
    label: 'Health checked every',
    means: ({ trial }) =>
      `${plural(Math.max(1, Math.ceil(trial.minReadySeconds / trial.intervalSeconds)), 'good check')} in a row before a device counts.`,
  },
  'trial.timeoutSeconds': {
    label: 'A check waits',
    means: ({ trial }) => `No answer within ${seconds(trial.timeoutSeconds)} is a failed check.`,
  },
  'trial.maxRestarts': {
    label: 'Restarts that are a crash loop',
    means: ({ trial }) =>
      `Restart ${count(trial.maxRestarts)} within ${duration(trial.restartWindowSeconds)} on any device turns its wave back.`,
  },
  'trial.restartWindowSeconds': {
    label: 'Restarts counted over',
    means: ({ trial }) =>
      `Slower than ${count(trial.maxRestarts)} in ${duration(trial.restartWindowSeconds)} is no crash loop.`,
  },
  'trial.maxMemoryPercent': {
    label: 'Memory in the trial',
    means: ({ trial }, preview) => roomOf(trial.maxMemoryPercent, preview, 'A device above goes back by itself.'),
  },
  'gate.maxErrorRateIncreasePoints': {
    label: 'Error rate above baseline',
    means: ({ gate }, preview) => errorsOf(gate.maxErrorRateIncreasePoints, preview),
  },
  'gate.maxP95IncreasePercent': {
    label: 'P95 latency above baseline',
    means: ({ gate }, preview) => {
      const now = preview?.present.p95Ms ?? null
      return now === null
        ? 'Relative to the baseline.'
        : `${measured(now)} ms on the canaries now: trips above ${measured(now * (1 + gate.maxP95IncreasePercent / 100))} ms.`
    },
  },
  'gate.maxMemoryPercent': {
    label: 'Memory on any device',
    means: ({ gate }, preview) => roomOf(gate.maxMemoryPercent, preview, 'Of any deployed device.'),
  },
  'gate.maxUnreachablePercent': {
    label: 'Silent or dark',
    means: ({ gate }, preview) => tripsAt(gate.maxUnreachablePercent, preview, 'Of the devices of a wave.'),
  },
  'gate.maxFailedPercent': {
    label: 'Failed devices',
    means: ({ gate }, preview) => tripsAt(gate.maxFailedPercent, preview, 'Of the devices of a wave.'),
  },
  'gate.maxFleetErrorRateIncreasePoints': {
    label: 'Error rate of all deployed',
    means: ({ gate }, preview) => errorsOf(gate.maxFleetErrorRateIncreasePoints, preview),
  },
  'gate.minRequests': {
    label: 'Requests a gate needs',
    means: ({ gate, canarySoakSeconds }, preview) => {
      const rate = preview?.present.requestsPerMinute ?? 0
      if (rate <= 0) return 'Fewer decide nothing: the gate waits.'
      const needed = (60 * gate.minRequests) / rate
      return `The canaries serve about ${count(Math.round(rate))} a minute: enough after ${duration(needed)}${needed > canarySoakSeconds ? ', longer than the soak' : ''}.`
    },
  },
  'gate.minCoveragePercent': {
    label: 'Devices that must report',
    means: ({ gate }, preview) =>
      preview
        ? preview.plan.waves
            .map(
              ({ label, devices }) =>
                `${label} ${count(Math.ceil((devices * gate.minCoveragePercent) / 100))} of ${count(devices)}`,
            )
            .join(', ')
        : 'Of the devices of a wave; fewer decide nothing.',
  },
}

const seconds = (value: number) => (value < 1 ? `${value}\u00a0s` : duration(value))

const largest = ({ plan }: PlanPreview) => Math.max(...plan.waves.map(({ devices }) => devices))

const soaksOf = (canary: number, wave: number, preview: PlanPreview | null) =>
  canary + ((preview?.plan.waves.length ?? 1) - 1) * wave

/** D-03: points are added to the rate, so the example says where that is. */
function errorsOf(points: number, preview: PlanPreview | null): string {
  const now = preview?.present.errorRate ?? null
  return now === null
    ? 'Percentage points, added to the baseline.'
    : `${floored(now)} % on the canaries now: trips above ${floored(now + points)} %.`
}

function roomOf(limit: number, preview: PlanPreview | null, otherwise: string): string {
  const fullest = preview?.present.memory
  if (!fullest) return otherwise
  return fullest.percent > limit
    ? `${fullest.name} is at ${floored(fullest.percent)} % already: its wave would turn back at once.`
    : `Fullest now: ${fullest.name} at ${floored(fullest.percent)} %.`
}

/** The first device that is one too many, wave by wave. */
function tripsAt(percent: number, preview: PlanPreview | null, otherwise: string): string {
  if (!preview) return otherwise
  const waves = preview.plan.waves.map(
    ({ label, devices }) =>
      `${label} at ${count(Math.min(devices, Math.floor((devices * percent) / 100) + 1))} of ${count(devices)}`,
  )
  return `Trips in ${waves.join(', ')}.`
}
