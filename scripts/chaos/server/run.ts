import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../../agent/fleet/seeded-random.ts'
import { ENDED_PHASES } from '../../../server/domain/rollout/ended-phases.ts'
import { type Checked, check } from './check.ts'
import { pick, strike } from './faults.ts'
import { approveWhatIsOpen, begin, type Town, until } from './fleet-of-a-run.ts'

export type Run = Checked & {
  readonly phase: string
  readonly because: string
  readonly variant: string
  readonly failoverMs: readonly number[]
}

const DEVICES = 12
const LONGEST_MS = 120_000

/** One rollout, good or bad, under faults that follow from the seed; then everything it left is checked. */
export async function run(town: Town, seed: string): Promise<Run> {
  const random = seededRandom('chaos', seed)
  const { db } = town.house
  const variant = pick(random, ['good', 'good', 'crash', 'wrong', 'errors'] as const)
  const under = await begin(town, `run-${seed}`, DEVICES, variant)
  const ended = async () => {
    await approveWhatIsOpen(town, under.id)
    const { phase } = await db.rollout.findUniqueOrThrow({ where: { id: under.id } })
    return [...ENDED_PHASES, 'halted'].includes(phase)
  }
  const healing = (async () => {
    const took: number[] = []
    for (let strikes = 1 + Math.floor(random() * 2); strikes > 0; strikes--) {
      await sleep(300 + random() * 3_000)
      took.push(...(await strike(town.house, random)))
    }
    return took
  })()
  const stuck = await until(ended, `the rollout of run ${seed} to end`, LONGEST_MS).then(
    () => [],
    (cause: unknown) => [cause instanceof Error ? cause.message : String(cause)],
  )
  const failoverMs = await healing
  const { phase, because } = await db.rollout.findUniqueOrThrow({ where: { id: under.id } })
  // Devices report what they did a moment after they did it.
  await until(async () => (await check(db, under)).violations.length === 0, 'the devices to settle', 10_000).catch(
    () => {},
  )
  const checked = await check(db, under)
  await under.devices.stop()
  return { ...checked, violations: [...stuck, ...checked.violations], phase, because, variant, failoverMs }
}
