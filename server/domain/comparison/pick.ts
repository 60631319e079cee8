import { type Arm, armName, otherArm } from '../../protocol/arm.ts'
import type { ArmPick, Comparison } from '../../protocol/comparison.ts'
import type { Instant } from '../../protocol/ids.ts'
import type { RolloutState } from '../../protocol/rollout-state.ts'
import type { ActPermission, Person } from '../../protocol/views/person.ts'
import { ended } from '../rollout/acts.ts'
import type { Rollout } from '../rollout/rollout.ts'
import { armsInPlay, armTitle, NOT_COMPARED } from './arms.ts'

const ALLOWED: ActPermission = { allowed: true }
const no = (because: string): ActPermission => ({ allowed: false, because })

type Asked = Pick<Rollout, 'state' | 'createdBy' | 'paused'> & { readonly plannedBy: string | null }

/** R-023, R-018: whoever may approve, and neither planned nor started it; while the arms are compared, also before the time is over. */
export function mayPick(
  { state, createdBy, plannedBy, paused }: Asked,
  { id, role }: Pick<Person, 'id' | 'role'>,
): ActPermission {
  if (role !== 'approver' && role !== 'owner') return no('Needs the role approver. Ask an approver or the owner.')
  if (createdBy === id) return no('You asked for this rollout; somebody else has to pick.')
  if (plannedBy === id) return no('You planned this rollout; somebody else has to pick.')
  if (paused) return no(`It is paused by ${paused.by}: resume it first, then pick.`)
  return state.phase === 'comparing' ? ALLOWED : no('Nothing is compared now: there is nothing to pick.')
}

/** Why this arm can not be picked; null when it can. */
export function refuseArm(rollout: Pick<Rollout, 'plan' | 'comparison'>, arm: Arm): string | null {
  if (armsInPlay(rollout).includes(arm)) return null
  const lost = rollout.comparison?.lost
  return lost
    ? `${armTitle(rollout.plan, arm)} went back (${lost.trigger.rule}: ${lost.trigger.because}): pick the other one, or neither.`
    : 'This rollout compares nothing.'
}

/** Why picking this takes a reason: null when it goes without one. Ending the comparison with neither arm is a pick, too. */
export function needsReason({ lost, reading }: Comparison, arm: Arm | 'neither'): string | null {
  if (lost) return null
  const says = reading?.says ?? 'no-data'
  if (says === 'too-early')
    return 'The stated time is not over, and the numbers say nothing before: say why you pick now.'
  if (says === 'no-data') return 'Too little was measured to compare the arms: say why you pick all the same.'
  const against = says === 'a' || says === 'b' ? says !== arm : false
  return against
    ? `The numbers are for arm ${armName(says === 'a' ? 'a' : 'b')}: say why you pick ${arm === 'neither' ? 'neither' : `arm ${armName(arm)}`}.`
    : null
}

/** The other arm goes back to what it ran, by the same steps as any rollback; from there its devices take what was picked. */
export function picked(
  rollout: Rollout,
  arm: Arm,
  person: Pick<Person, 'id' | 'name'>,
  reason: string,
  now: Instant,
): { state: RolloutState; comparison: Comparison; because: string } {
  const comparison = rollout.comparison ?? NOT_COMPARED
  const { says = 'no-data' } = comparison.reading ?? {}
  const pick: ArmPick = { arm, by: person.id, name: person.name, at: now, reason, says }
  const because = `${armTitle(rollout.plan, arm)} was picked by ${person.name}${reason ? `: ${reason}` : ''}.`
  return {
    state: {
      phase: 'rolling-back',
      scope: 'arm',
      arm: otherArm(arm),
      wave: 'wave' in rollout.state ? rollout.state.wave : 0,
      since: now,
      trigger: { rule: 'person', because, at: now },
      end: 'rolled-back',
    },
    comparison: { ...comparison, pick },
    because,
  }
}

/** Both arms go back. */
export function neitherPicked(
  rollout: Rollout,
  person: Pick<Person, 'name'>,
  reason: string,
  now: Instant,
): { state: RolloutState; because: string } {
  const because = `Neither arm was picked by ${person.name}${reason ? `: ${reason}` : ''}.`
  const state = ended(rollout, 'rolled-back', person, reason, now)
  return { state: 'trigger' in state ? { ...state, trigger: { ...state.trigger, because } } : state, because }
}
