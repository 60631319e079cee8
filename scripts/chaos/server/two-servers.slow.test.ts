import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { check } from './check.ts'
import { takenOver } from './faults.ts'
import { attend, begin, openTown, type Town, type UnderWay, until } from './fleet-of-a-run.ts'
import { type House, type HouseServer, openHouse } from './house.ts'
import { round } from './run.ts'

// Other work may have the machine: what is timed is the takeover alone.
vi.setConfig({ testTimeout: 400_000 })

let house: House
let town: Town

/** Two real server processes on one PostgreSQL; the clock of the second one's machine is an hour ahead. */
beforeAll(async () => {
  house = await openHouse([0, 3_600_000])
  town = await openTown(house)
}, 300_000)

afterAll(() => house.close())

const CLEAN = { violations: [], lostTransitions: 0, doubleActions: 0 }

/** The server that decides this rollout now. */
async function deciding({ id }: UnderWay): Promise<HouseServer> {
  const { leaseHolder } = await house.db.rollout.findUniqueOrThrow({ where: { id } })
  const server = house.servers.find((one) => one.id === leaseHolder)
  if (!server) throw new Error(`nobody decides ${id}`)
  return server
}

const toldSomebody = ({ id }: UnderWay) =>
  until(
    async () => (await house.db.rolloutDevice.count({ where: { rolloutId: id, exposedAt: { not: null } } })) > 0,
    'a first device to be told',
  )

async function toTheEnd(under: UnderWay, phaseAtEnd: 'completed' | 'rolled-back'): Promise<void> {
  let seen = ''
  const ended = async () => {
    await attend(town, under.id)
    const { phase, because } = await house.db.rollout.findUniqueOrThrow({ where: { id: under.id } })
    seen = `${phase}: ${because}`
    return phase === phaseAtEnd
  }
  await until(ended, 'the rollout to end', 240_000).catch((cause: unknown) => {
    throw new Error(`the rollout did not end, ${seen}`, { cause })
  })
  await until(async () => (await check(house.db, under)).violations.length === 0, 'the devices to settle')
  expect(await check(house.db, under)).toEqual(CLEAN)
  await under.devices.stop()
}

test('[I5] [L1] [L3] a server killed in mid-wave is followed, and nobody is told twice', async () => {
  const under = await begin(town, 'killed', 8, 'good')
  await toldSomebody(under)
  const victim = await deciding(under)
  await victim.kill()
  const took = await takenOver(house, victim)
  expect(took).toHaveLength(1)
  // How soon is a figure of the campaign; here only that somebody came.
  expect(took[0]).toBeLessThan(15_000)
  await toTheEnd(under, 'completed')
  await victim.start()
})

test('[I5] [I20] a server stopped past its lease and woken changes nothing, and the other goes on', async () => {
  const under = await begin(town, 'frozen', 8, 'crash')
  await toldSomebody(under)
  const victim = await deciding(under)
  victim.freeze()
  expect(await takenOver(house, victim)).toHaveLength(1)
  victim.thaw()
  await toTheEnd(under, 'rolled-back')
})

test('[I9] [I10] [L2] rollouts under faults that follow from a seed hold every invariant, and end', async () => {
  const { runs } = await round(town, ['bounded-1', 'bounded-2'])
  expect(runs).toEqual([expect.objectContaining(CLEAN), expect.objectContaining(CLEAN)])
})
