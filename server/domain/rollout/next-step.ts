import type { Instant } from '../../protocol/ids.ts'
import type { Drill, RolloutState, Trigger } from '../../protocol/rollout-state.ts'
import type { NextStep } from '../../protocol/views/rollout-view.ts'
import type { Hold } from '../calendar/hold.ts'
import { armTitle, COMPARED_WAVE, NOT_COMPARED } from '../comparison/arms.ts'
import { counted } from '../counted.ts'
import { duration, plusSeconds } from '../instant.ts'
import { never } from '../never.ts'
import { wentBackWords } from './decide-drill.ts'
import { scopeLabel } from './decide-rollback.ts'
import type { Rollout } from './rollout.ts'
import { soakOf } from './soak.ts'
import { waveLabel } from './waves.ts'

export type NextContext = {
  /** the newest decision's own sentence */
  readonly because: string
  /** devices of the wave in play that have not answered yet, and those owed a rollback */
  readonly openDevices: number
  readonly owed: number
  readonly skipped: number
  /** why devices of the wave in play may not be told yet, when their sites hold them */
  readonly hold: Hold | null
  readonly approvalsGiven: number
  readonly approvers: readonly string[]
}

/** What happens next, when, on what condition, and who can move it: the most valuable line on the page. */
export function nextStep(rollout: Rollout, context: NextContext): NextStep {
  const { state, plan, policy, paused, comparison } = rollout
  if (paused && state.phase !== 'rolling-back' && state.phase !== 'verifying-rollback') {
    return waits(
      'person',
      `Paused by ${paused.by}${paused.reason ? `: ${paused.reason}` : ''}. Nothing new is exposed until somebody resumes it; rails still act.`,
      paused.since,
    )
  }
  switch (state.phase) {
    case 'preparing':
      if (state.queue?.changed)
        return waits(
          'person',
          `${context.because} Nothing was deployed, and it holds nobody up. Look at its plan: mend what differs and resume, or abort it and take the plan as a revision.`,
          state.queue.changed.at,
        )
      if (state.queue && state.startAt === undefined)
        return waits(
          'engine',
          `${context.because || 'Waits for its turn.'} It begins by itself when they are over, if its plan would come out the same and pre-flight is met. An operator may change its priority, or abort it.`,
          state.queue.since,
        )
      if (state.startAt !== undefined)
        return {
          sentence: state.queue
            ? 'At the time that was set it takes its place in the queue, and begins when nobody ahead has its devices any more. Nothing is touched before. Abort to cancel it.'
            : 'Starts by itself at the time that was set. Nothing is touched before; pre-flight is computed then. Abort to cancel it.',
          at: state.startAt,
          waitingFor: 'calendar',
          since: state.since,
        }
      return waits('engine', 'The plan is being checked against the fleet.', state.since)
    case 'validating':
      return waits(
        'evidence',
        `${context.because || 'The pre-flight checks are being computed.'} When all are met, the canary begins by itself.`,
        state.since,
      )
    case 'deploying': {
      const label = waveLabel(plan, state.wave)
      const soak = soakOf(policy, state.wave)
      if (state.drill) return drillStep(rollout, state.drill, context.because)
      if (context.hold)
        return {
          sentence: `${label} waits for ${counted(context.openDevices, 'device')}. ${context.hold.because} It goes on by itself then; deployed devices are watched meanwhile.`,
          at: context.hold.until,
          waitingFor: 'calendar',
          since: state.since,
        }
      if (state.held)
        return {
          sentence: `${label} has ${counted(context.openDevices, 'device')} to go. ${state.held.because} Deployed devices are watched meanwhile.`,
          at: state.held.until,
          waitingFor: 'devices',
          since: state.held.since,
        }
      if (policy.strategy === 'blue-green')
        return waits(
          'devices',
          `${label} installs beside the old version: ${counted(context.openDevices, 'device')} to go. When the new one is healthy there on every one of them, their traffic goes to it; then it soaks for ${duration(soak)}. A crossed rail switches it back at once.`,
          state.since,
        )
      return waits(
        'devices',
        `${label} installs: ${counted(context.openDevices, 'device')} to go. Then it soaks for ${duration(soak)}. A crossed rail sends it back at once.`,
        state.since,
      )
    }
    case 'soaking': {
      const label = waveLabel(plan, state.wave)
      const { suspected } = state
      const after =
        suspected && state.wave > 0
          ? `it waits until the degradation that ${suspected.name} suspects is cleared or the wave rolled back`
          : afterPass(rollout, state.wave)
      return {
        sentence: `${label} soaks. When the soak is over its gate is read; if every row passes, ${after}. A crossed rail sends it back at once.`,
        at: state.soakUntil,
        waitingFor: 'evidence',
        since: state.since,
      }
    }
    case 'awaiting-approval': {
      if (state.suspected)
        return {
          sentence: `${waveLabel(plan, state.wave)} may not be approved while a degradation is suspected by ${state.suspected.name}: ${state.suspected.reason}. Clear it, or roll the canary back.`,
          at: state.expiresAt,
          waitingFor: 'person',
          since: state.since,
        }
      const missing = Math.max(0, policy.approvalsNeeded - context.approvalsGiven)
      const who = context.approvers.length > 0 ? ` ${listed(context.approvers)} can.` : NOBODY_APPROVES
      return {
        sentence: `${waveLabel(plan, state.wave)} waits for ${counted(missing, 'approval')}; the requester may not give it.${who} Without one it does not start.`,
        at: state.expiresAt,
        waitingFor: 'person',
        since: state.since,
      }
    }
    case 'comparing': {
      const { lost, reading } = comparison ?? NOT_COMPARED
      const who = context.approvers.length > 0 ? ` ${listed(context.approvers)} can.` : NOBODY_APPROVES
      const until = reading === null || reading.says === 'too-early' ? state.until : null
      return {
        sentence: lost
          ? `${armTitle(plan, lost.arm)} went back: ${lost.trigger.because} The other arm may be picked, or neither.${who}`
          : `Both arms run side by side under their rails. ${until === null ? (reading?.because ?? '') : 'What the numbers say is read when the time is over.'} A person picks one of them, or neither; the requester may not.${who}`,
        at: until,
        waitingFor: until === null ? 'person' : 'evidence',
        since: state.since,
      }
    }
    case 'halted':
      return waits('person', haltedSentence(state.resume, state.trigger.because), state.since)
    case 'rolling-back':
      return waits(
        'devices',
        `${scopeLabel(plan, state)} goes back to the old version: ${counted(context.owed, 'device')} to go. Then it is measured whether the baseline is restored.${afterArm(rollout)}`,
        state.since,
      )
    case 'verifying-rollback':
      return {
        sentence: `Everything reachable is back on the old version. Measuring whether error rate and latency are restored.${afterArm(rollout)}`,
        at: state.until,
        waitingFor: 'evidence',
        since: state.since,
      }
    case 'confirming':
      return waits('engine', 'The last gate has passed; confirming.', state.since)
    case 'completed':
      return context.skipped > 0
        ? waits('devices', `${counted(context.skipped, 'device')} will catch up when seen.`, state.at)
        : waits('nothing', 'Nothing is left to do.', state.at)
    case 'rolled-back':
      return waits(
        context.owed > 0 ? 'devices' : 'nothing',
        `${context.owed > 0 ? `${counted(context.owed, 'device')} offline and owed the rollback first thing on return. ` : ''}${sentBackBy(state.trigger)} Find the cause before a new attempt.`,
        state.at,
      )
    case 'aborted':
      return waits(
        context.owed > 0 ? 'devices' : 'nothing',
        context.owed > 0
          ? `Aborted; ${counted(context.owed, 'device')} offline and owed the old version on return.`
          : 'Aborted. Nothing is left to do.',
        state.at,
      )
    default:
      return never(state)
  }
}

/** B-04: which canary is tried, how far it is, and when the drill counts as failed. */
function drillStep({ plan, policy }: Rollout, drill: Drill, because: string): NextStep {
  const { since } = drill
  const label = waveLabel(plan, 0)
  const at = plusSeconds(since, policy.installTimeoutSeconds)
  switch (drill.step) {
    case 'waiting':
      return waits(
        'devices',
        `${because || 'Its rollback drill has not begun yet.'} Before it, ${label} does not soak.`,
        since,
      )
    case 'back':
      return {
        sentence: `Going back is tried on ${drill.name}: it returns to the old version, proves it there and takes the new one again; then ${label} soaks. Not back by then, the rollout halts.`,
        at,
        waitingFor: 'devices',
        since,
      }
    case 'again':
      return waits(
        'devices',
        `${wentBackWords(drill.drilled)} and takes the new version again. Then ${label} soaks for ${duration(soakOf(policy, 0))}. If it can not, the rollout halts.`,
        since,
      )
  }
}

const NOBODY_APPROVES = ' Nobody has the role approver: the owner has to grant it.'

/** R-023: one arm that goes back is not the end. */
function afterArm({ state, plan, comparison }: Rollout): string {
  if (!('scope' in state) || state.scope !== 'arm') return ''
  return comparison?.pick
    ? ` Then its devices take ${plan.arms?.[comparison.pick.arm].words}, too.`
    : ' The other arm goes on.'
}

const waits = (waitingFor: NextStep['waitingFor'], sentence: string, since: Instant): NextStep => ({
  sentence,
  at: null,
  waitingFor,
  since,
})

function afterPass(rollout: Rollout, wave: number): string {
  const { plan, policy, comparison } = rollout
  const next = plan.waves[wave + 1]
  if (plan.arms && wave === COMPARED_WAVE && !comparison?.pick)
    return `the arms are compared for ${duration(policy.compareSeconds)} and a person picks one`
  if (wave === 0 && next)
    return `${counted(policy.approvalsNeeded, 'approver')} will be asked to let ${next.label} (${counted(next.devices, 'device')}) through`
  return next ? `${next.label} (${counted(next.devices, 'device')}) starts by itself` : 'the rollout is confirmed'
}

function haltedSentence(resume: Extract<RolloutState, { phase: 'halted' }>['resume'], because: string): string {
  switch (resume) {
    case 'soak-again':
      return `Halted: ${because} Resume to soak again, or abort.`
    case 'ask-again':
      return `Halted: ${because} Resume to ask again, or abort.`
    case 'drill-again':
      return `Halted: ${because} Resume to try the rollback drill again, or roll back what is deployed.`
    case 'nothing':
      return `Halted: ${because} Roll back the devices that still run the new version, or find the cause.`
  }
}

/** A rail's own sentence is read beside its name in a table; alone it has to say what was measured. */
const RAIL: Readonly<Record<string, string>> = {
  'R-061': 'Error rate crossed its limit',
  'R-062': 'P95 latency crossed its limit',
  'R-064': 'Memory crossed its limit',
  'R-066': 'Error rate over all deployed devices crossed its limit',
}

function sentBackBy({ rule, because }: Trigger): string {
  const rail = RAIL[rule]
  return rail ? `${rail}: ${because.charAt(0).toLowerCase()}${because.slice(1)}` : because
}

const listed = (names: readonly string[]) =>
  names.length <= 2 ? names.join(' or ') : `${names.slice(0, 2).join(', ')} or ${names.length - 2} more`
