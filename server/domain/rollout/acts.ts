import type { Instant } from '../../protocol/ids.ts'
import type { Role, RolloutState, Suspicion } from '../../protocol/rollout-state.ts'
import type { ActPermission, Person } from '../../protocol/views/person.ts'
import { plusSeconds } from '../instant.ts'
import { carried } from './carried.ts'
import { hasEnded } from './ended-phases.ts'
import type { Rollout } from './rollout.ts'
import { soakOf } from './soak.ts'

export type RolloutAct = 'pause' | 'resume' | 'extendSoak' | 'abort' | 'rollBackWave' | 'rollBack'

const ALLOWED: ActPermission = { allowed: true }
const no = (because: string): ActPermission => ({ allowed: false, because })

/** Stopping needs one person and is always easier than starting; the server and the screen read this one table. */
export function mayAct(
  act: RolloutAct,
  rollout: Pick<Rollout, 'state' | 'paused'>,
  person: Pick<Person, 'role'>,
): ActPermission {
  const role = mayRole(act, person.role)
  if (!role.allowed) return role
  const { state, paused } = rollout
  const ended = hasEnded(state.phase)
  const goingBack = state.phase === 'rolling-back' || state.phase === 'verifying-rollback'
  switch (act) {
    case 'pause':
      if (ended) return no('It has ended.')
      if (paused) return no('It is paused already.')
      if (goingBack) return no('It is going back; a rollback is never held up.')
      return canBePaused(state) ? ALLOWED : no('It is halted already.')
    case 'resume':
      if (paused && canBePaused(state)) return ALLOWED
      if (state.phase === 'preparing' && state.queue?.changed) return ALLOWED
      if (state.phase !== 'halted') return no('It is neither paused nor halted.')
      return state.resume === 'nothing'
        ? no('Its wave was rolled back: record why it failed and revise its plan, roll back the rest, or abort.')
        : ALLOWED
    case 'extendSoak':
      if (ended) return no('It has ended.')
      return state.phase === 'soaking' ? ALLOWED : no('No wave is soaking now.')
    case 'rollBackWave':
      if (ended) return no('It has ended: roll back all of it.')
      if (goingBack) return no('It is going back already.')
      if (state.phase === 'halted' && state.resume === 'nothing') return no('That wave is back already.')
      return state.phase === 'preparing' || state.phase === 'validating'
        ? no('No device has been touched yet.')
        : ALLOWED
    case 'abort':
      if (ended) return no('It has ended.')
      return goingBack ? no('It is going back already.') : ALLOWED
    case 'rollBack':
      if (state.phase === 'rolled-back' || state.phase === 'aborted') return no('It is rolled back already.')
      if (goingBack) return no('It is going back already.')
      return state.phase === 'preparing' || state.phase === 'validating'
        ? no('No device has been touched yet.')
        : ALLOWED
  }
}

/** What stands still anyway, or must not, forgets that it was paused: a later resume would mean something else. */
export const canBePaused = ({ phase }: RolloutState): boolean => {
  switch (phase) {
    case 'preparing':
    case 'validating':
    case 'deploying':
    case 'soaking':
    case 'awaiting-approval':
    case 'comparing':
    case 'confirming':
      return true
    case 'halted':
    case 'rolling-back':
    case 'verifying-rollback':
    case 'completed':
    case 'rolled-back':
    case 'aborted':
      return false
  }
}

function mayRole(act: RolloutAct, role: Role): ActPermission {
  if (role === 'operator' || role === 'owner') return ALLOWED
  // On-call and approvers may stop anything at night; going on is for operators.
  if (act !== 'resume' && role === 'approver') return ALLOWED
  if (act === 'pause' && role === 'viewer') return ALLOWED
  return no(
    act === 'resume'
      ? 'Needs the role operator. Ask an operator or the owner.'
      : 'Needs the role operator or approver. Ask one of them.',
  )
}

/** Who may create rollouts, publish releases and enrol devices. */
export const mayOperate = (person: Pick<Person, 'role'>): ActPermission =>
  person.role === 'operator' || person.role === 'owner'
    ? ALLOWED
    : no('Needs the role operator. Ask an operator or the owner.')

/** R-018: a human with the role, who neither planned nor started it and has not decided before. */
export function mayDecide(
  person: Person,
  approval: {
    requestedBy: string
    plannedBy: string | null
    outcome: string
    expiresAt: Instant
    decidedBy: readonly string[]
  },
  now: Instant,
): ActPermission {
  if (person.role !== 'approver' && person.role !== 'owner')
    return no('Needs the role approver. Ask an approver or the owner.')
  if (approval.requestedBy === person.id) return no('You asked for this rollout; somebody else has to approve it.')
  if (approval.plannedBy === person.id) return no('You planned this rollout; somebody else has to approve it.')
  if (approval.outcome !== 'open') return no(`It is ${approval.outcome} already.`)
  if (now >= approval.expiresAt) return no('It has expired; resume the rollout to ask again.')
  return approval.decidedBy.includes(person.id) ? no('You have decided already; another person is needed.') : ALLOWED
}

/** What a person's resume makes of the state: one whose turn came is planned again, a halted wave soaks or is drilled again, an approval is asked for again at once. */
export function resumed(rollout: Rollout, now: Instant): RolloutState {
  const { state, policy } = rollout
  if (state.phase === 'preparing' && state.queue) {
    const { changed: _, ...queue } = state.queue
    return { ...state, queue }
  }
  if (state.phase !== 'halted' || state.resume === 'nothing') return state
  if (state.resume === 'drill-again') return { phase: 'deploying', wave: state.wave, since: now }
  const soak = state.resume === 'ask-again' ? 0 : soakOf(policy, state.wave)
  const soakUntil = plusSeconds(now, soak)
  return {
    phase: 'soaking',
    wave: state.wave,
    since: now,
    soakUntil,
    deadline: plusSeconds(soakUntil, policy.gateGraceSeconds),
    ...carried(state),
  }
}

/** R-132: a longer soak to confirm or refute a trend; the gate is read later, never sooner. */
export function extended(rollout: Rollout, seconds: number, suspected?: Suspicion): RolloutState {
  const { state } = rollout
  if (state.phase !== 'soaking') return state
  return {
    ...state,
    ...(suspected ? { suspected: state.suspected ?? suspected } : {}),
    soakUntil: plusSeconds(state.soakUntil, seconds),
    deadline: plusSeconds(state.deadline, seconds),
  }
}

/** A person sends the newest wave back; earlier ones keep what they have until somebody decides about them. */
export function waveBack(rollout: Rollout, person: Pick<Person, 'name'>, reason: string, now: Instant): RolloutState {
  const because = `Wave rolled back by ${person.name}${reason ? `: ${reason}` : ''}.`
  return {
    phase: 'rolling-back',
    scope: 'wave',
    wave: newestBegun(rollout),
    since: now,
    trigger: { rule: 'person', because, at: now },
    end: 'rolled-back',
  }
}

/** A person ends it: everything exposed goes back; the engine finds out whom that concerns. */
export function ended(
  rollout: Rollout,
  end: 'aborted' | 'rolled-back',
  person: Pick<Person, 'name'>,
  reason: string,
  now: Instant,
): RolloutState {
  const wave = newestBegun(rollout)
  const verb = end === 'aborted' ? 'Aborted' : 'Rolled back'
  const because = `${verb} by ${person.name}${reason ? `: ${reason}` : ''}.`
  return {
    phase: 'rolling-back',
    scope: 'deployed',
    wave,
    since: now,
    trigger: { rule: 'person', because, at: now },
    end,
  }
}

/** The newest wave that was let begin; the canary when none was. A wave that waits for its approval was not. */
function newestBegun({ state, plan }: Rollout): number {
  switch (state.phase) {
    case 'preparing':
    case 'validating':
      return 0
    case 'awaiting-approval':
      return state.wave - 1
    case 'confirming':
    case 'completed':
      return plan.waves.length - 1
    default:
      return state.wave
  }
}
