import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../adapters/postgres/test-database.ts'
import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { openClient } from '../adapters/prisma/open-client.ts'
import { ADA, OLIVE, SHORT, StoredFleet } from '../adapters/prisma/testing/stored-fleet.ts'
import { DEMO_POLICY } from '../domain/rollout/default-policies.ts'
import type { Ack } from '../protocol/ack.ts'
import { CreateRollout } from '../protocol/commands/create-rollout.ts'
import type { ApprovalId } from '../protocol/ids.ts'
import { approvalView } from '../queries/approval.ts'
import { planView } from '../queries/plan.ts'
import { planDiffView } from '../queries/plan-diff.ts'
import { plansView } from '../queries/plans.ts'
import { createRollout } from './create-rollout.ts'
import { approve } from './decide-approval.ts'
import { planNow } from './plan-now.ts'
import { revisePlan } from './revise-plan.ts'
import { savePlan } from './save-plan.ts'
import { setConfigLayer } from './set-config-layer.ts'
import { startPlan } from './start-plan.ts'

const ASKED = {
  releaseId: 'r-2.0.0',
  policy: DEMO_POLICY,
  rollbackTested: 'pulled the plug twice',
  communicationPlan: 'The site leads know.',
  successCriteria: 'Inference is faster; the error rate stays.',
  rollbackCriteria: 'Any site reports missed detections.',
}

let db: PrismaClient
let fleet: StoredFleet

beforeAll(async () => {
  db = openClient(await testDatabase())
  return () => db.$disconnect()
})

beforeEach(async () => {
  await db.$executeRaw`truncate "Rollout", "Desired", "DeviceStatus", "DeviceSample", "Device", "Site", "Snapshot", "Release", "Artifact", "ConfigLayer", "User" cascade`
  fleet = new StoredFleet(db)
  await fleet.build(8)
})

const olive = () => fleet.context(OLIVE)
const taken = <T>(ack: Ack<T>): T => {
  if (!ack.ok) throw new Error(ack.refusal.message)
  return ack.value
}
const save = async (changes: object = {}) =>
  taken(await savePlan(olive(), CreateRollout.parse({ ...ASKED, ...changes }), fleet.environment)).number
const start = (number: number) => startPlan(olive(), number)
const revise = (number: number) => revisePlan(olive(), number, fleet.environment)
const now = async (number: number) => taken(await planNow(fleet.context(ADA), number, fleet.environment))
const plan = async (number: number) => {
  const view = await planView(db, ADA, fleet.now, number)
  if (!view) throw new Error(`there is no plan ${number}`)
  return view
}
const started = () => db.rollout.count()
const refused = (message: string) => ({ ok: false, refusal: { message: expect.stringContaining(message) } })

describe('a plan', () => {
  it('[R-149] [R-161] is kept with what it is held to: a person’s words and the limits of its policy', async () => {
    const { document, rollout } = await plan(await save())
    expect(document.criteria).toMatchObject({
      success: ASKED.successCriteria,
      ownRollback: ASKED.rollbackCriteria,
      rollback: ['R-061', 'R-062', 'R-063', 'R-064', 'R-065', 'R-124', 'R-066', 'R-067'].map((rule) => ({ rule })),
    })
    expect(document.rollbackTested).toMatchObject({ name: 'Olive', how: ASKED.rollbackTested, at: fleet.now })
    expect(document.seen.preflight).toHaveLength(13)
    expect(rollout).toBeNull()
  })

  it('says to whoever may not start it who may', async () => {
    const { start: permission, starters } = await plan(await save())
    expect(permission).toMatchObject({ allowed: false, because: expect.stringContaining('operator') })
    expect(starters).toEqual(['Olive'])
  })

  it('[R-149] is never changed, not even by a program with a mistake in it', async () => {
    const number = await save()
    const write = db.rolloutPlan.update({ where: { number }, data: { name: 'another' } })
    await expect(write).rejects.toThrow('make a revision of it')
  })

  it('starts as exactly what was kept, once', async () => {
    const number = await save()
    const { id } = taken(await start(number))
    const row = await db.rollout.findUniqueOrThrow({ where: { id } })
    const kept = await db.rolloutPlan.findUniqueOrThrow({ where: { number } })
    expect(row).toMatchObject({ planNumber: number, plan: (kept.document as { seen: { plan: object } }).seen.plan })
    expect(row.rollbackTested).toMatchObject({ by: 'olive', how: ASKED.rollbackTested })
    expect((await plan(number)).rollout).toMatchObject({ id })
    expect(await start(number)).toMatchObject(refused('started already'))
    expect(await started()).toBe(1)
  })

  it('a rollout started without keeping its plan first has its document all the same', async () => {
    const { id } = taken(await createRollout(olive(), CreateRollout.parse(ASKED)))
    const { plans } = await plansView(db, ADA, fleet.now)
    expect(plans).toMatchObject([{ rollout: { id }, cohort: 8 }])
    expect((await plan(plans[0]?.number ?? 0)).document.criteria.success).toBe(ASKED.successCriteria)
  })

  it('[R-029] is not started while nobody said how going back was tried', async () => {
    expect(await start(await save({ rollbackTested: undefined }))).toMatchObject(refused('R-029'))
    expect(await started()).toBe(0)
  })
})

const quarantined = () =>
  db.discrepancy.create({
    data: { deviceId: 'dev-03', kind: 'memory', expected: 1, reported: 2, seenAt: new Date(fleet.now) },
  })

describe('a plan whose fleet changed', () => {
  const CHANGES: readonly { what: string; says: string; make: () => Promise<unknown> }[] = [
    {
      what: 'a device contradicts the registry',
      says: '1 device is no longer in it (dev-03: ',
      make: quarantined,
    },
    {
      what: 'the configuration was edited',
      says: 'configuration: camera.exposure of the fleet is 12 instead of not named',
      make: () =>
        setConfigLayer(olive(), {
          scope: 'fleet',
          key: '',
          version: 0,
          document: { camera: { exposure: 12 } },
          secrets: [],
        }),
    },
    {
      what: 'a canary became the only one of its group',
      says: 'in another wave',
      make: async () => {
        const { document } = await db.rolloutPlan.findFirstOrThrow()
        const { order } = (document as { seen: { plan: { order: { deviceId: string; wave: number }[] } } }).seen.plan
        const canary = order.find((one) => one.wave === 0)?.deviceId ?? ''
        await db.device.update({ where: { id: canary }, data: { redundancyGroup: 'alone' } })
      },
    },
  ]

  it.each(CHANGES)('is not started when $what: the difference is said, nothing is deployed', async ({ says, make }) => {
    const number = await save()
    await make()
    const answer = await start(number)
    expect(answer).toMatchObject(refused(says))
    expect(answer).toMatchObject({
      refusal: { code: 'stale', message: expect.stringContaining('Nothing was deployed') },
    })
    expect(await started()).toBe(0)
    const { changes, preflight } = await now(number)
    expect(changes.some((change) => change.holds)).toBe(true)
    expect(preflight).toHaveLength(13)
  })

  it('[D-09] is taken as a revision, which starts; both stay, and say what differs', async () => {
    const first = await save()
    expect(await revise(first)).toMatchObject(refused('start that one'))
    await quarantined()
    const { number: second } = taken(await revise(first))
    expect(await plan(second)).toMatchObject({ revisionOf: first, chain: [{ number: first }, { number: second }] })
    expect((await plan(second)).document.rollbackTested).toEqual((await plan(first)).document.rollbackTested)
    expect(await start(second)).toMatchObject({ ok: true })
    const diff = await planDiffView(db, fleet.now, first, second)
    expect(diff?.changes).toContainEqual(expect.objectContaining({ kind: 'went', count: 1, holds: true }))
  })

  it('only a pre-flight item that is met by now is told and holds nothing', async () => {
    await db.deviceStatus.update({ where: { deviceId: 'dev-03' }, data: { diskPercent: 97 } })
    const number = await save()
    await db.deviceStatus.update({ where: { deviceId: 'dev-03' }, data: { diskPercent: 20 } })
    expect((await now(number)).changes).toMatchObject([{ kind: 'preflight', holds: false }])
    expect(await start(number)).toMatchObject({ ok: true })
  })

  it('says what can not be planned any more', async () => {
    const number = await save()
    await db.release.update({ where: { id: 'r-2.0.0' }, data: { blockedAt: new Date(fleet.now) } })
    expect(await start(number)).toMatchObject(refused('is blocked'))
    expect((await now(number)).problem).toContain('is blocked')
  })
})

describe('[R-018] the one who planned it', () => {
  it('is refused its approval, also when somebody else started it, and is not named as one who can', async () => {
    const planner = { ...OLIVE, id: 'petra', name: 'Petra', email: 'petra@x.test', role: 'owner' } as const
    await db.user.create({
      data: { id: planner.id, name: planner.name, email: planner.email, emailVerified: true, role: planner.role },
    })
    const { number } = taken(
      await savePlan(fleet.context(planner), CreateRollout.parse({ ...ASKED, policy: SHORT }), fleet.environment),
    )
    const { id } = taken(await start(number))
    await fleet.seconds(20, id)
    const open = await db.approval.findFirstOrThrow({ where: { rolloutId: id, outcome: 'open' } })
    const view = await approvalView(db, planner, fleet.now, open.id as ApprovalId)
    expect(view?.approve).toMatchObject({ allowed: false, because: expect.stringContaining('You planned') })
    expect(view?.canDecide).not.toContain('Petra')
    const word = { evidenceHash: open.evidenceHash, comment: 'looks good' }
    expect(await approve(fleet.context(planner), open.id as ApprovalId, word)).toMatchObject(refused('You planned'))
    expect(await approve(fleet.context(ADA), open.id as ApprovalId, word)).toMatchObject({ ok: true })
  })
})
