import { decisive } from '../domain/ledger/decisive.ts'
import { decide } from '../domain/rollout/decide.ts'
import type { Decision } from '../domain/rollout/rollout.ts'
import { canonicalJson } from '../protocol/canonical-json.ts'
import type { RolloutId } from '../protocol/ids.ts'
import { perform } from './perform.ts'
import type { Clock, LoadedRollout, RolloutStore, Tell, Watch } from './ports.ts'

export type Engine = {
  readonly store: RolloutStore
  readonly clock: Clock
  readonly tell: Tell
  readonly watch: Watch
}

/** A busy fleet may have news at every look: after this many the other rollouts have their turn. */
const MOST_STEPS = 12

/** Load facts, decide, commit if nobody was faster, tell those concerned; until there is something to wait for. */
export async function reconcile(engine: Engine, id: RolloutId): Promise<void> {
  const began = engine.clock.now()
  for (let step = 0; step < MOST_STEPS; step++) {
    const now = engine.clock.now()
    const loaded = await engine.store.load(id, now, engine.watch.observingSince())
    if (!loaded) return
    const seen = { ...loaded, facts: decisive(loaded.facts) }
    const decision = decide(seen.rollout, seen.facts, now)
    if (!decidesAnything(seen, decision)) {
      await engine.store.rest(seen, decision)
      if (says(seen, decision)) engine.tell.changed(`rollout:${id}`)
      return
    }
    if ((await engine.store.commit(seen, decision, now)) === 'committed') perform(engine.tell, seen.rollout, decision)
  }
  // No news can have come while time stood still: it decides in a circle.
  if (engine.clock.now() === began) throw new Error(`rollout ${id} did not come to rest in ${MOST_STEPS} steps`)
}

function decidesAnything(seen: LoadedRollout, decision: Decision): boolean {
  // A database gives the fields back in an order of its own.
  const moved = canonicalJson(decision.state) !== canonicalJson(seen.rollout.state)
  return moved || decision.devices.length > 0 || decision.effects.length > 0
}

const says = (seen: LoadedRollout, decision: Decision) => decision.reading !== null || decision.because !== seen.because
