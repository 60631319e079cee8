import { parseArgs } from 'node:util'
import { openTown } from './server/fleet-of-a-run.ts'
import { openHouse } from './server/house.ts'
import { type Run, run } from './server/run.ts'

/**
 * Rollouts on two real server processes and a real PostgreSQL that are killed, frozen and crashed meanwhile, over a network that
 * loses and repeats words; the second server's clock is an hour ahead. Each run is one rollout, its faults follow from the seed.
 */
const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})
const runs = Number(options.runs)
const done: Run[] = []
const began = performance.now()
const house = await openHouse([0, 3_600_000])
try {
  const town = await openTown(house)
  for (let n = 1; n <= runs; n++) {
    const started = performance.now()
    const result = await run(town, `${options.seed}-${n}`)
    done.push(result)
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    process.stderr.write(
      `run ${n}: ${result.variant} ${result.phase} in ${seconds} s, failover ${result.failoverMs.map(Math.round)} ms: ${result.because}\n`,
    )
    for (const sentence of result.violations) process.stderr.write(`  violated: ${sentence}\n`)
  }
} finally {
  await house.close()
}

const sum = (of: (result: Run) => number) => done.reduce((total, result) => total + of(result), 0)
const failovers = done.flatMap(({ failoverMs }) => failoverMs).toSorted((a, b) => a - b)
const summary = {
  runs: done.length,
  violations: sum(({ violations }) => violations.length),
  lostTransitions: sum(({ lostTransitions }) => lostTransitions),
  doubleActions: sum(({ doubleActions }) => doubleActions),
  failovers: failovers.length,
  failoverMsP95: Math.round(failovers[Math.ceil(failovers.length * 0.95) - 1] ?? 0),
  completed: done.filter(({ phase }) => phase === 'completed').length,
  seconds: Math.round((performance.now() - began) / 1000),
}
if (options.json) console.log(JSON.stringify(summary))
else console.table(summary)
if (summary.violations + summary.lostTransitions + summary.doubleActions > 0) process.exitCode = 1
