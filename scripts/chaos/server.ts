import { parseArgs } from 'node:util'
import type { Strike } from './server/faults.ts'
import { openTown } from './server/fleet-of-a-run.ts'
import { openHouse } from './server/house.ts'
import { type Run, round } from './server/run.ts'

/**
 * Rollouts on two real server processes and a real PostgreSQL that are killed, frozen and crashed meanwhile, over a network that
 * loses and repeats words, with clocks that are wrong and jump. Each run is one rollout; `--at-once` of them share a house and
 * its faults, which follow from the seed.
 */
const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    'at-once': { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
})
const wanted = Number(options.runs)
const atOnce = Number(options['at-once'])
const done: Run[] = []
const strikes: Strike[] = []
const began = performance.now()
const house = await openHouse([0, 3_600_000])
try {
  const town = await openTown(house)
  while (done.length < wanted) {
    const count = Math.min(atOnce, wanted - done.length)
    const result = await round(
      town,
      Array.from({ length: count }, (_, n) => `${options.seed}-${done.length + n + 1}`),
    )
    done.push(...result.runs)
    strikes.push(...result.strikes)
    tell(result.runs, result.strikes)
  }
} finally {
  await house.close()
}

function tell(runs: readonly Run[], struck: readonly Strike[]): void {
  const faults = struck.map(({ fault, failoverMs }) =>
    [fault, ...failoverMs.map((ms) => `${Math.round(ms)} ms`)].join(' '),
  )
  process.stderr.write(`${done.length} runs; ${faults.join(', ')}\n`)
  for (const { name, variant, phase, seconds, because, ...checked } of runs) {
    process.stderr.write(`  ${name}: ${variant}, ${phase} in ${seconds.toFixed(1)} s: ${because}\n`)
    for (const sentence of checked.violations) process.stderr.write(`    violated: ${sentence}\n`)
    if (checked.lostTransitions > 0) process.stderr.write(`    lost transitions: ${checked.lostTransitions}\n`)
    if (checked.doubleActions > 0) process.stderr.write(`    double actions: ${checked.doubleActions}\n`)
  }
}

const sum = (of: (result: Run) => number) => done.reduce((total, result) => total + of(result), 0)
const failovers = strikes.flatMap(({ failoverMs }) => failoverMs).toSorted((a, b) => a - b)
const tally = (names: readonly string[]) =>
  Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]))
const summary = {
  runs: done.length,
  violations: sum(({ violations }) => violations.length),
  lostTransitions: sum(({ lostTransitions }) => lostTransitions),
  doubleActions: sum(({ doubleActions }) => doubleActions),
  failovers: failovers.length,
  failoverMsP95: Math.round(failovers[Math.ceil(failovers.length * 0.95) - 1] ?? 0),
  faults: tally(strikes.map(({ fault }) => fault)),
  ended: tally(done.map(({ variant, phase }) => `${variant} ${phase}`)),
  seconds: Math.round((performance.now() - began) / 1000),
}
if (options.json) console.log(JSON.stringify(summary))
else console.dir(summary)
if (summary.violations + summary.lostTransitions + summary.doubleActions > 0) process.exitCode = 1
