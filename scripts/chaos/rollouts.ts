import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { anyWalk } from '../../server/sim/model/any-walk.ts'
import { walkFleet } from '../../server/sim/model/walk-fleet.ts'

/**
 * Random fleets, versions, faults and people against the real engine in simulated time; every decision is held against the
 * rules. Prints the smallest walk that breaks one, with its transcript. The same seed gives the same walks.
 */
const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})
const seed = Number(options.seed)
const phases = new Map<string, number>()
let simulatedSeconds = 0

const outcome = await fc.check(
  fc.asyncProperty(anyWalk, async (walk) => {
    const fleet = await walkFleet(walk)
    simulatedSeconds += fleet.seconds
    for (const { store } of fleet.rollouts) {
      const { phase } = store.rollout.state
      phases.set(phase, (phases.get(phase) ?? 0) + 1)
    }
  }),
  { seed, numRuns: Number(options.runs) },
)
const { error, numRuns: runs, counterexamplePath } = { error: outcome.errorInstance, ...outcome }
if (outcome.failed) {
  console.error(JSON.stringify(outcome.counterexample?.[0], null, 2))
  console.error(error instanceof Error ? error.message : error)
  console.error(`Again with --seed ${seed}; path ${counterexamplePath}.`)
  process.exitCode = 1
}
const result = { runs, seed, violations: outcome.failed ? 1 : 0, simulatedSeconds, ended: Object.fromEntries(phases) }
console.log(options.json ? JSON.stringify(result) : result)
