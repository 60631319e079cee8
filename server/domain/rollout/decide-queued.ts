import type { Queued, RolloutState } from '../../protocol/rollout-state.ts'
import { plusSeconds } from '../instant.ts'
import type { Look } from './look.ts'
import { aheadWords } from './queue.ts'
import type { Decision } from './rollout.ts'

type Preparing = Extract<RolloutState, { phase: 'preparing' }>

/** Those ahead move in minutes; nothing is late by a few seconds. */
const LOOKS_EVERY_SECONDS = 5

/** A device has one writer: this rollout touches nothing before those ahead of it are over, and then only what was planned. */
export function decideQueued(state: Preparing, queue: Queued, seen: Look): Decision {
  const { ahead, changed } = seen.facts.queue ?? { ahead: [], changed: null }
  if (seen.rollout.paused) return seen.stay(state, { because: 'Paused while it waits for its turn.' })
  if (queue.changed) return seen.stay(state, { because: changedWords(queue.changed.because), wakeAt: null })
  if (ahead.length > 0)
    return seen.stay(state, {
      because: `Waits for its turn: ${aheadWords(ahead)}.`,
      wakeAt: plusSeconds(seen.now, LOOKS_EVERY_SECONDS),
    })
  // D-09: a plan that would come out otherwise is for a person to look at.
  if (changed)
    return seen.go(
      { ...state, queue: { ...queue, changed: { because: changed, at: seen.now } } },
      changedWords(changed),
    )
  return seen.go(
    { phase: 'validating', since: seen.now },
    'Its turn has come: nobody else has its devices, and its plan would come out the same now; checking pre-flight.',
  )
}

const changedWords = (because: string) =>
  `Its turn came, but the fleet is not what was planned: ${because.replace(/\.$/, '')}.`
