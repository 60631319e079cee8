import type { Instant } from '../../protocol/ids.ts'
import type { Role, RolloutState, Suspicion } from '../../protocol/rollout-state.ts'
import type { RootCause } from '../../protocol/root-cause.ts'
import type { ActPermission, Person } from '../../protocol/views/person.ts'
import { plusSeconds } from '../instant.ts'
import { carried } from './carried.ts'
import type { Rollout } from './rollout.ts'

const ALLOWED: ActPermission = { allowed: true }
const no = (because: string): ActPermission => ({ allowed: false, because })

/** whoever may stop a rollout may say why it failed, while it stands and after it has ended. */
export function mayRecord(
  { failure }: Pick<Rollout, 'failure'>,
  { role }: Pick<Person, 'role'>,
  failedDevices: number,
): ActPermission {
  if (role === 'viewer') return needs('operator or approver')
  return failure || failedDevices > 0 ? ALLOWED : no('Nothing of it has failed.')
}

/** How long a second person has to confirm that a gate is passed over. */
const OVERRIDE_SECONDS = 3600

type Overriding = Pick<Person, 'id' | 'role'>
type Asked = Pick<Rollout, 'state' | 'createdBy'> & { readonly plannedBy: string | null }

/** Only a gate that could not be judged; what crossed a rail went back, and nobody passes over that. */
export function mayAskOverride(rollout: Asked, person: Overriding, now: Instant): ActPermission {
  const { state } = rollout
  const who = mayPassOver(rollout, person)
  if (!who.allowed) return who
  if (!isInconclusive(state)) return no('No gate stands inconclusive: only such a one can be passed over.')
  return isOpen(state, now)
    ? no(`${state.override?.name} has asked already: somebody else has to confirm it.`)
    : ALLOWED
}

export function mayConfirmOverride(rollout: Asked, person: Overriding, now: Instant): ActPermission {
  const { state } = rollout
  const who = mayPassOver(rollout, person)
  if (!who.allowed) return who
  if (!isInconclusive(state) || !state.override) return no('Nobody has asked to pass over its gate.')
  if (!isOpen(state, now)) return no('The request has expired: ask again.')
  return state.override.by === person.id ? no('You asked for it; somebody else has to confirm it.') : ALLOWED
}

function mayPassOver({ createdBy, plannedBy }: Asked, { id, role }: Overriding): ActPermission {
  if (role !== 'approver' && role !== 'owner') return needs('approver or owner')
  if (createdBy === id) return no('You started this rollout; two other people have to pass over its gate.')
  return plannedBy === id ? no('You planned this rollout; two other people have to pass over its gate.') : ALLOWED
}

type Halted = Extract<RolloutState, { phase: 'halted' }>
const isInconclusive = (state: RolloutState): state is Halted =>
  state.phase === 'halted' && state.trigger.rule === 'inconclusive'
const isOpen = ({ override }: Halted, now: Instant) => override !== undefined && now < override.expiresAt

export function overrideAsked({ state }: Rollout, person: Person, reason: string, now: Instant): RolloutState {
  if (!isInconclusive(state)) return state
  const expiresAt = plusSeconds(now, OVERRIDE_SECONDS)
  return { ...state, override: { by: person.id, name: person.name, reason, at: now, expiresAt } }
}

/** Its gate is read once more, at once: a rail that is crossed by now still sends the wave back. */
export function overridden({ state }: Rollout, person: Person, now: Instant): RolloutState {
  if (!isInconclusive(state) || !state.override) return state
  const { wave, override } = state
  return {
    phase: 'soaking',
    wave,
    since: now,
    soakUntil: now,
    deadline: now,
    overridden: { asked: override.name, confirmed: person.name, reason: override.reason },
    ...carried(state),
  }
}

export const suspectedIn = (state: RolloutState): Suspicion | null =>
  ('suspected' in state ? state.suspected : null) ?? null

/** whoever may stop a rollout may say that nothing was the matter, with a name and a reason. */
export function mayClear({ state }: Pick<Rollout, 'state'>, { role }: Pick<Person, 'role'>): ActPermission {
  if (role === 'viewer') return needs('operator or approver')
  return suspectedIn(state) ? ALLOWED : no('No degradation is suspected.')
}

export function cleared({ state }: Rollout): RolloutState {
  if (!('suspected' in state)) return state
  const { suspected: _, ...rest } = state
  return rest
}

/** why the canary may not be let through yet; null when it may. */
export function refuseDegraded(state: RolloutState): string | null {
  const suspected = suspectedIn(state)
  return (
    suspected &&
    `R-136: ${suspected.name} suspects a gradual degradation (${suspected.reason}). Clear it or roll the canary back, then decide.`
  )
}

/** Of a rollout that stands; one that turned back has nothing to retry. */
export function mayRetry({ state }: Pick<Rollout, 'state'>, { role }: Pick<Person, 'role'>): ActPermission {
  if (role !== 'operator' && role !== 'owner') return needs('operator or owner')
  switch (state.phase) {
    case 'deploying':
    case 'soaking':
    case 'awaiting-approval':
    case 'comparing':
    case 'confirming':
    case 'completed':
      return ALLOWED
    case 'halted':
      return no('It is halted: resume it first, then retry.')
    case 'rolling-back':
    case 'verifying-rollback':
    case 'rolled-back':
    case 'aborted':
      return no('It went back: start a revision of its plan instead.')
    case 'preparing':
    case 'validating':
      return no('No device has been touched yet.')
  }
}

type Failed = { readonly name: string; readonly reason: string; readonly at: Instant }

const WRONG_BYTES = new Set(['hash-mismatch', 'signature-invalid'])

/** Why this device gets no other attempt yet; null when it does. Bytes that were wrong once need a person's word. */
export function refuseRetry({ name, reason, at }: Failed, causes: readonly RootCause[], despiteHash: boolean) {
  if (!causes.some((cause) => cause.at >= at)) return `Record why ${name} failed (${reason}) first, then retry.`
  if (WRONG_BYTES.has(reason) && !despiteHash)
    return `The bytes of ${name} were not what the release promises (${reason}): retry it only with despiteHash, after looking at them.`
  return null
}

const needs = (roles: `${Role} or ${Role}`) => no(`Needs the role ${roles}. Ask one of them.`)
