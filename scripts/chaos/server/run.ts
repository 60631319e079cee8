import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../../agent/fleet/seeded-random.ts'
import { ENDED_PHASES } from '../../../server/domain/rollout/ended-phases.ts'
import { type Checked, check } from './check.ts'
import { pick, type Strike, strike } from './faults.ts'
import { attend, begin, type Town, type UnderWay, until } from './fleet-of-a-run.ts'

export type Run = Checked & {
  readonly name: string
  readonly phase: string
  readonly because: string
  readonly variant: string
  readonly seconds: number
}

export type Round = { readonly runs: readonly Run[]; readonly strikes: readonly Strike[] }

const DEVICES = 10
const LONGEST_MS = 240_000
const FEWEST_STRIKES = 2

/**
 * Rollouts side by side, one for each seed, good or bad; the house is hurt until all of them have ended. Then everything they
 * left is checked.
 */
export async function round(town: Town, seeds: readonly string[]): Promise<Round> {
  const random = seededRandom('chaos', ...seeds)
  const variants = seeds.map(() => pick(random, ['good', 'good', 'crash', 'wrong', 'errors'] as const))
  const under = await Promise.all(seeds.map((seed, n) => begin(town, `run-${seed}`, DEVICES, variants[n] ?? 'good')))
  let ended = false
  const striking = (async () => {
    const strikes: Strike[] = []
    while (!ended || strikes.length < FEWEST_STRIKES) {
      await sleep(300 + random() * 3_000)
      strikes.push(await strike(town.house, random))
    }
    return strikes
  })()
  const endings = Promise.all(under.map((one) => end(town, one))).finally(() => {
    ended = true
  })
  const [walked, strikes] = await Promise.all([endings, striking])
  await until(town.house.well, 'the servers to be well again')
  const runs = await Promise.all(under.map((one, n) => settle(town, one, walked[n] ?? { stuck: [], seconds: 0 })))
  return { runs, strikes }
}

type Walked = { readonly stuck: readonly string[]; readonly seconds: number }

async function end(town: Town, { id }: UnderWay): Promise<Walked> {
  const { db } = town.house
  const began = performance.now()
  const ended = async () => {
    await attend(town, id)
    const { phase } = await db.rollout.findUniqueOrThrow({ where: { id } })
    return ENDED_PHASES.some((one) => one === phase)
  }
  const stuck = await until(ended, `rollout ${id} to end`, LONGEST_MS).then(
    () => [],
    (cause: unknown) => [cause instanceof Error ? cause.message : String(cause)],
  )
  return { stuck, seconds: (performance.now() - began) / 1000 }
}

async function settle({ house: { db } }: Town, under: UnderWay, { stuck, seconds }: Walked): Promise<Run> {
  const { name, phase, because } = await db.rollout.findUniqueOrThrow({ where: { id: under.id } })
  // Devices report what they did a moment after they did it.
  await until(async () => (await check(db, under)).violations.length === 0, 'the devices to settle', 15_000).catch(
    () => {},
  )
  const checked = await check(db, under)
  await under.devices.stop()
  const { variant } = under
  return { ...checked, violations: [...stuck, ...checked.violations], name, phase, because, variant, seconds }
}
