import type { RolloutState } from '../../protocol/rollout-state.ts'
import { decideQueued } from './decide-queued.ts'
import type { Look } from './look.ts'
import type { Decision } from './rollout.ts'

type Preparing = Extract<RolloutState, { phase: 'preparing' }>
type Validating = Extract<RolloutState, { phase: 'validating' }>

/** The plan is frozen and the artifact stands in the store: nothing is left to prepare but to wait for the time that was set. */
export function decidePreparing(state: Preparing, seen: Look): Decision {
  const { startAt } = state
  if (startAt !== undefined && seen.now < startAt)
    return seen.stay(state, { because: 'Waits for its start; nothing is touched before.', wakeAt: startAt })
  if (state.queue && startAt !== undefined)
    return seen.go({ phase: 'preparing', since: state.since, queue: state.queue }, 'The time of its start has come.')
  if (state.queue) return decideQueued(state, state.queue, seen)
  return seen.go({ phase: 'validating', since: seen.now }, 'The plan is frozen; checking it against the fleet.')
}

/** any item unmet → nothing is deployed. It is looked at again every second, so mending it is enough. */
export function decideValidating(state: Validating, seen: Look): Decision {
  const { preflight } = seen.facts
  const unmet = preflight.filter((item) => !item.met)
  const [first] = unmet
  if (seen.rollout.paused) return seen.stay(state, { because: 'Paused before the first device.' })
  if (preflight.length === 0) return seen.stay(state, { because: 'The pre-flight checks have not been computed yet.' })
  if (first) {
    return seen.stay(state, {
      because: `Pre-flight: ${unmet.length} of ${preflight.length} not met. ${first.rule} ${first.because}`,
    })
  }
  return seen.go(
    { phase: 'deploying', wave: 0, since: seen.now },
    `All ${preflight.length} pre-flight checks are met; baseline captured; canary begins.`,
    { effects: [{ kind: 'capture-baseline' }] },
  )
}
