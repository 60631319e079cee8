import type { DeviceState } from '../../protocol/device-state.ts'
import type { Instant } from '../../protocol/ids.ts'
import type { RecoveryStep } from '../../protocol/views/recovery-view.ts'
import { counted } from '../counted.ts'
import type { Rollout } from '../rollout/rollout.ts'
import { unexplained } from '../rollout/unexplained.ts'
import type { FailurePattern } from './pattern.ts'

/** One device that had been told to install, as a recovery looks at it. */
export type Recovering = {
  readonly state: DeviceState
  readonly wave: number
  readonly changedAt: Instant
  readonly online: boolean
  /** of its newest report */
  readonly healthy: boolean
  readonly failed: boolean
  /** when the log of its failed attempt arrived; null: not yet */
  readonly logAt: Instant | null
}

type Seen = {
  readonly rollout: Pick<Rollout, 'state' | 'failure' | 'rootCauses'>
  readonly devices: readonly Recovering[]
  readonly pattern: FailurePattern | null
  /** the newest decision's sentence: what measuring came to */
  readonly because: string
}

/** R-125 … R-131 as a checklist; null while nothing of the rollout has failed. */
export function recoverySteps({ rollout, devices, pattern, because }: Seen): readonly RecoveryStep[] | null {
  const { state, failure } = rollout
  if (!failure) return null
  const concerned = devices.filter((device) => !holdsByDecision(rollout, device))
  const open = unexplained(rollout) !== null
  const newest = rollout.rootCauses.at(-1)
  return [
    step('halted', 'R-125', 'Halted', 'done', failure.at, `${failure.rule}: ${failure.because}`),
    sentBack(concerned),
    verified(state, concerned, because),
    logs(concerned),
    pattern
      ? step('pattern', 'R-129', 'Failures compared', 'done', null, `${pattern.kind}: ${pattern.because}`)
      : step('pattern', 'R-129', 'Failures compared', 'done', null, fewFailures(concerned)),
    open || !newest
      ? step(
          'root-cause',
          'R-130',
          'Root cause recorded',
          'current',
          null,
          'Nothing goes on before a person says why it failed.',
        )
      : step(
          'root-cause',
          'R-130',
          'Root cause recorded',
          'done',
          newest.at,
          `${newest.name}, ${newest.category}: ${newest.text}`,
        ),
    open
      ? step(
          'go-on',
          'R-131',
          'May go on',
          'waiting',
          null,
          'A revision of the plan is refused until the root cause is recorded.',
        )
      : step(
          'go-on',
          'R-131',
          'May go on',
          'done',
          null,
          'The plan may be revised; the report has the analysis and what is recommended.',
        ),
  ]
}

/** An earlier wave keeps the new version when only the failed one goes back. */
function holdsByDecision({ state }: Seen['rollout'], { wave }: Recovering): boolean {
  if (state.phase === 'rolling-back' || state.phase === 'verifying-rollback')
    return state.scope === 'wave' && wave !== state.wave
  return state.phase === 'halted' && wave !== state.wave
}

function sentBack(devices: readonly Recovering[]): RecoveryStep {
  const back = devices.filter(({ state }) => state === 'rolled-back' || state === 'failed')
  const stuck = devices.filter(({ state }) => state === 'quarantined').length
  const going = devices.filter((device) => !back.includes(device) && device.state !== 'quarantined')
  const owed = going.filter((device) => !device.online).length
  const status = going.length > owed ? 'current' : stuck > 0 ? 'failed' : owed > 0 ? 'owed' : 'done'
  const sentence = [
    `${back.length} of ${counted(devices.length, 'device')} run the old version again`,
    ...(going.length > owed ? [`${going.length - owed} on the way`] : []),
    ...(owed > 0 ? [`${owed} offline and owed it first thing on return`] : []),
    ...(stuck > 0 ? [`${stuck} could not go back and need a person`] : []),
  ].join(', ')
  return step(
    'sent-back',
    'R-126',
    'Every device of it sent back',
    status,
    status === 'current' ? null : newestOf(back),
    `${sentence}.`,
  )
}

function verified(state: Rollout['state'], devices: readonly Recovering[], because: string): RecoveryStep {
  const [key, rule, label] = ['verified', 'R-127', 'Verified healthy again'] as const
  if (state.phase === 'rolling-back')
    return step(key, rule, label, 'waiting', null, 'Measured as soon as they are back.')
  if (state.phase === 'verifying-rollback') return step(key, rule, label, 'current', null, because)
  const back = devices.filter(({ state }) => state === 'rolled-back' || state === 'failed')
  const well = back.filter(({ online, healthy }) => online && healthy).length
  const sentence = `${well} of ${counted(back.length, 'device')} answer as healthy.`
  const at = 'at' in state ? state.at : 'since' in state ? state.since : null
  if (!('restored' in state)) return step(key, rule, label, well < back.length ? 'owed' : 'done', at, sentence)
  const measured = {
    yes: 'Error rate and latency are back at the baseline.',
    no: 'The baseline is not restored: look for another cause.',
    'not-measured': 'Too little was measured to compare with the baseline.',
  }[state.restored]
  const status = state.restored === 'no' ? 'failed' : well < back.length ? 'owed' : 'done'
  return step(key, rule, label, status, at, `${measured} ${sentence}`)
}

function logs(devices: readonly Recovering[]): RecoveryStep {
  const failed = devices.filter((device) => device.failed)
  const here = failed.filter((device) => device.logAt !== null)
  const away = failed.filter((device) => device.logAt === null && !device.online).length
  const owed = failed.length - here.length
  if (failed.length === 0)
    return step(
      'logs',
      'R-128',
      'Logs collected',
      'done',
      null,
      'No device failed by itself; the rail was crossed by what they measured.',
    )
  const sentence =
    owed === 0
      ? `All ${counted(failed.length, 'failed device')} sent what they said last.`
      : `${here.length} of ${counted(failed.length, 'failed device')} sent what they said last; ${owed} owed${away > 0 ? `, ${away} of them offline` : ''}.`
  const at = here.reduce<Instant | null>(
    (newest, { logAt }) => (logAt !== null && logAt > (newest ?? 0) ? logAt : newest),
    null,
  )
  return step('logs', 'R-128', 'Logs collected', owed === 0 ? 'done' : 'owed', at, sentence)
}

function fewFailures(devices: readonly Recovering[]): string {
  const failed = devices.filter((device) => device.failed).length
  if (failed === 0) return 'No device failed by itself: there is nothing to compare.'
  return `${counted(failed, 'device')} failed by ${failed === 1 ? 'itself' : 'themselves'}: fewer than three show no pattern.`
}

const newestOf = (devices: readonly Recovering[]): Instant | null =>
  devices.reduce<Instant | null>((newest, { changedAt }) => (changedAt > (newest ?? 0) ? changedAt : newest), null)

const step = (
  key: RecoveryStep['key'],
  rule: string,
  label: string,
  status: RecoveryStep['status'],
  at: Instant | null,
  sentence: string,
): RecoveryStep => ({ key, rule, label, status, at, sentence })
