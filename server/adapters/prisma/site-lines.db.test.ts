import { beforeAll, expect, test } from 'vitest'
import { createRollout } from '../../commands/create-rollout.ts'
import { decide } from '../../domain/rollout/decide.ts'
import { reconcile } from '../../engine/reconcile.ts'
import { type Instant, type ReleaseId, RolloutId } from '../../protocol/ids.ts'
import { testDatabase } from '../postgres/test-database.ts'
import type { PrismaClient } from './generated/client.ts'
import { openClient } from './open-client.ts'
import { OLIVE, SHORT, StoredFleet } from './testing/stored-fleet.ts'

let db: PrismaClient
let fleet: StoredFleet

beforeAll(async () => {
  db = openClient(await testDatabase())
  fleet = new StoredFleet(db)
  await fleet.build(24)
  return () => db.$disconnect()
})

/** Artifacts are 1,000 bytes here: at 20 bytes a second, one device downloads at a time. */
async function capped(release: string, selector: string, name: string): Promise<RolloutId> {
  const created = await createRollout(fleet.context(OLIVE), {
    releaseId: release as ReleaseId,
    name,
    selector,
    canarySwaps: [],
    strategy: 'canary-rolling',
    policy: { ...SHORT, ramp: { devicesPerMinute: 0, concurrentPerSite: 0, bytesPerSecondPerSite: 20 } },
    communicationPlan: 'The team channel knows.',
    successCriteria: 'Nothing else changes.',
    rollbackTested: 'on the bench',
  })
  if (!created.ok) throw new Error(created.refusal.message)
  return RolloutId.parse(created.value.id)
}

const told = async (rolloutId: string) =>
  (await db.rolloutDevice.findMany({ where: { rolloutId, exposedAt: { not: null } } })).map(({ deviceId }) => deviceId)

/** Looks again and again, and nobody says a word, until this rollout would tell somebody. */
async function aboutToTell(id: RolloutId) {
  for (let second = 0; second < 20; second++) {
    fleet.now = (fleet.now + 1000) as Instant
    const seen = await fleet.engine.store.load(id, fleet.now, fleet.now)
    if (!seen) throw new Error('the rollout went away')
    const decision = decide(seen.rollout, seen.facts, fleet.now)
    if (decision.devices.some(({ desired }) => desired === 'target')) return { seen, decision }
    await fleet.engine.store.commit(seen, decision, fleet.now)
  }
  throw new Error('nobody was ever told')
}

test('two rollouts share the line of a site, also when both look at the same time', async () => {
  const north = 'site:north'
  const pilot = (await db.device.findMany({ where: { siteId: 'north' }, take: 6, orderBy: { id: 'asc' } })).map(
    ({ id }) => id,
  )
  await db.device.updateMany({ where: { id: { in: pilot } }, data: { groups: ['pilot'] } })
  const first = await capped('r-2.0.0', `${north} group:pilot`, 'First')
  const second = await capped('r-3.0.0', `${north} -group:pilot`, 'Second')

  // Both see the line free; whoever commits later looks again.
  const [one, other] = [await aboutToTell(first), await aboutToTell(second)]
  expect(await fleet.engine.store.commit(one.seen, one.decision, fleet.now)).toBe('committed')
  expect(await fleet.engine.store.commit(other.seen, other.decision, fleet.now)).toBe('lost')
  expect(await told(first)).not.toEqual([])
  await reconcile(fleet.engine, second)
  expect(await told(second)).toEqual([])
  const { state, version } = await db.rollout.findUniqueOrThrow({ where: { id: second } })
  expect(state).toMatchObject({
    held: { rule: 'site-bytes', because: expect.stringContaining('“First” has the line') },
  })

  // Nothing new is nothing to decide: it rests.
  await reconcile(fleet.engine, second)
  expect(await db.rollout.findUniqueOrThrow({ where: { id: second } })).toMatchObject({ version })

  // As soon as its bytes are there the line is free, whatever it goes on to do.
  await fleet.obey()
  await fleet.measure(1)
  await reconcile(fleet.engine, second)
  expect(await told(second)).not.toEqual([])
})
