import { test as base, expect } from '@playwright/test'
import { RolloutState } from '../server/protocol/rollout-state.ts'
import { approved, briskPolicy, published, reached, started } from './rollouts.ts'
import {
  type AuditRow,
  auditOf,
  begunBy,
  caughtUpSince,
  confirmedBy,
  desired,
  newestAudit,
  placesIn,
} from './stored.ts'
import { openWorld, type World } from './world.ts'

/** A world of its own: it is going to be killed. Nobody looks at pages. */
const test = base.extend<object, { world: World }>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads what a fixture needs from this pattern
    async ({}, use) => {
      const world = await openWorld({ pages: false })
      await use(world)
      await world.close()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
})

test('the server is killed while wave 1 installs: started again it goes on, and nobody is told twice', async ({
  world,
}) => {
  const seen = await interrupted(world, '3.1.0', 'deploying', async () => {
    await world.server.kill()
    await world.server.start()
  })
  await goesOnUnharmed(world, seen)
})

test('PostgreSQL is killed while wave 1 soaks: it comes back by itself, and nobody is told twice', async ({
  world,
}) => {
  const seen = await interrupted(world, '3.2.0', 'soaking', async () => {
    const { postmaster } = world.database()
    process.kill(postmaster, 'SIGKILL')
    await expect.poll(() => isAnother(world, postmaster), { message: 'a new postmaster' }).toBe(true)
  })
  await goesOnUnharmed(world, seen)
})

/** Between the old postmaster and the new one there is a moment without a pid file. */
function isAnother(world: World, postmaster: number): boolean {
  try {
    return world.database().postmaster !== postmaster
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return false
    throw cause
  }
}

type Seen = {
  id: string
  version: string
  audit: readonly AuditRow[]
  /** newest audit row and what each device was told, before it all began */
  from: string
  generations: ReadonlyMap<string, number>
}

/** Starts a good rollout, lets it through to wave 1, and does harm there. */
async function interrupted(
  world: World,
  version: string,
  during: 'deploying' | 'soaking',
  harm: () => Promise<void>,
): Promise<Seen> {
  const { operator, approver } = world.people
  const from = await newestAudit(world)
  const generations = new Map((await desired(world)).map((row) => [row.deviceId, row.generation]))
  const policy = await briskPolicy(operator)
  const id = await started(operator, { releaseId: await published(operator, version), policy })
  await approved(approver, id)
  await reached(operator, id, during, 1)
  const audit = await auditOf(world, id)
  await harm()
  return { id, version, audit, from, generations }
}

async function goesOnUnharmed(world: World, { id, version, audit, from, generations }: Seen): Promise<void> {
  const { operator } = world.people
  await expect
    .poll(async () => (await operator.raw('GET', `/rollouts/${id}`).catch(() => null))?.status, { timeout: 30_000 })
    .toBe(200)
  await reached(operator, id, 'completed')
  const after = await auditOf(world, id)

  await test.step('[R-015] what was audited before is still there, word for word', () => {
    expect(after.slice(0, audit.length)).toEqual(audit)
  })

  await test.step('[R-015] every transition has its row: each begins where the one before it ended', () => {
    const transitions = after.filter((row) => row.objectKind === 'rollout' && row.actorKind === 'engine')
    const befores = transitions.map((row) => row.before)
    const afters = transitions.map((row) => row.after.state)
    expect(befores.slice(1)).toEqual(afters.slice(0, -1))
    expect(befores.map((state) => RolloutState.parse(state).phase)[0]).toBe('preparing')
    expect(afters.map((state) => where(RolloutState.parse(state)))).toEqual([
      'validating',
      ...['deploying 0', 'soaking 0', 'awaiting-approval 1'],
      ...[1, 2].flatMap((wave) => [`deploying ${wave}`, `soaking ${wave}`]),
      'confirming',
      'completed',
    ])
  })

  const places = await placesIn(world, id)
  const exposed = places.filter((place) => place.exposed)
  await test.step('every exposed device has exactly one row that says it was told', () => {
    const told = after.filter((row) => row.action === 'device.expose' || row.action === 'device.catch-up')
    expect(told.map((row) => row.deviceId).toSorted()).toEqual(exposed.map((place) => place.deviceId).toSorted())
    expect(exposed.length).toBeGreaterThan(world.real.length)
  })

  await test.step('every device was given one generation by this rollout, and no other device one', async () => {
    const now = new Map((await desired(world)).map((row) => [row.deviceId, row]))
    const caughtUp = await caughtUpSince(world, from, id)
    for (const { deviceId, exposed, generation } of places) {
      // The rollout of the test before may have owed it something until this one began.
      const owed = caughtUp.filter((row) => row.deviceId === deviceId).length
      const before = (generations.get(deviceId) ?? 0) + owed
      expect(now.get(deviceId)?.generation, deviceId).toBe(exposed ? before + 1 : before)
      if (exposed) expect(generation, deviceId).toBe(before + 1)
    }
  })

  await test.step('every device began one update, to that generation and that release, and confirmed it', async () => {
    for (const { deviceId, generation } of exposed) {
      const begun = await begunBy(world, deviceId, generation, id)
      expect(new Set(begun.map((entry) => entry.generation)), deviceId).toEqual(new Set([generation]))
      for (const { detail } of begun) expect(detail, deviceId).toContain(version)
      expect(await confirmedBy(world, deviceId, generation), deviceId).toHaveLength(1)
    }
  })

  await test.step('the real devices say the same in their own journals, and run it', async () => {
    for (const device of world.real) {
      const mine = exposed.find((place) => place.deviceId === device.id)
      const ends = device.journal().flatMap((entry) => (entry.plan?.to.version === version ? [entry] : []))
      expect(new Set(ends.map((entry) => entry.generation)), device.id).toEqual(new Set([mine?.generation]))
      expect(new Set(ends.map((entry) => entry.plan?.to.sha256)).size, device.id).toBe(1)
      expect(device.onDisk(), device.id).toBe(version)
      expect(device.processes(), device.id).toHaveLength(1)
      expect(await device.answers(), device.id).toEqual({ status: 'healthy', version })
    }
  })
}

const where = (state: RolloutState) => ('wave' in state ? `${state.phase} ${state.wave}` : state.phase)
