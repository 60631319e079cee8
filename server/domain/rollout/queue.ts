import type { Instant, RolloutId } from '../../protocol/ids.ts'
import { PRIORITIES, type Priority } from '../../protocol/priority.ts'
import type { Paused, Phase, Queued, RolloutState } from '../../protocol/rollout-state.ts'
import type { ActPermission, Person } from '../../protocol/views/person.ts'
import type { RolloutAhead } from '../../protocol/views/rollout-ahead.ts'
import { counted } from '../counted.ts'
import { mayOperate } from './acts.ts'
import type { Rollout } from './rollout.ts'

type Place = Pick<Queued, 'priority' | 'since'> & { readonly id: string }

/** Of two that wait: the more important one, then the one that has waited longer. Never both. */
export function goesBefore(a: Place, b: Place): boolean {
  const rank = PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority)
  if (rank !== 0) return rank < 0
  return a.since === b.since ? a.id < b.id : a.since < b.since
}

export type Other = { readonly id: RolloutId; readonly state: RolloutState; readonly paused: Paused | null }

/**
 * Whether another rollout, which has not ended and has devices in common, goes before one that waits. Whoever has its turn is never
 * preempted. Of those that wait, one that could not begin now anyway holds nobody up.
 */
export function isAhead({ id, state, paused }: Other, mine: Place, now: Instant): boolean {
  if (state.phase !== 'preparing' || !state.queue) return true
  if (paused || state.queue.changed || (state.startAt ?? 0) > now) return false
  return goesBefore({ ...state.queue, id }, mine)
}

/** `“Edge 2.0” has 12 devices (soaking) and “Hotfix” goes first on 3 devices (priority urgent)` */
export function aheadWords(ahead: readonly RolloutAhead[]): string {
  const named = ahead
    .slice(0, NAMED)
    .map(({ name, phase, priority, devices }) =>
      priority === null
        ? `“${name}” has ${counted(devices, 'device')} (${DOING[phase]})`
        : `“${name}” goes first on ${counted(devices, 'device')} (priority ${priority})`,
    )
  const more = ahead.length - named.length
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(' and ')
}

const NAMED = 3

const DOING = {
  preparing: 'it begins at its set time',
  validating: 'checking pre-flight',
  deploying: 'installing',
  soaking: 'soaking',
  'awaiting-approval': 'waits for approval',
  comparing: 'comparing two versions',
  halted: 'halted',
  'rolling-back': 'going back',
  'verifying-rollback': 'measuring its rollback',
  confirming: 'confirming',
  completed: 'completed',
  'rolled-back': 'rolled back',
  aborted: 'aborted',
} as const satisfies Record<Phase, string>

/** Who may say what goes first; only while it still waits. */
export function mayPrioritise({ state }: Pick<Rollout, 'state'>, person: Pick<Person, 'role'>): ActPermission {
  const role = mayOperate(person)
  if (!role.allowed) return role
  return state.phase === 'preparing' && state.queue
    ? role
    : { allowed: false, because: 'It does not wait for its turn: a rollout that has begun is not preempted.' }
}

export const prioritised = ({ state }: Pick<Rollout, 'state'>, priority: Priority): RolloutState =>
  state.phase === 'preparing' && state.queue ? { ...state, queue: { ...state.queue, priority } } : state
