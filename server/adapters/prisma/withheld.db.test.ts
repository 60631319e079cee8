import { beforeAll, expect, test } from 'vitest'
import { approve } from '../../commands/decide-approval.ts'
import { openScan } from '../../commands/open-scan.ts'
import { resolveDiscrepancy } from '../../commands/resolve-discrepancy.ts'
import type { ApprovalId, DeviceId, RolloutId } from '../../protocol/ids.ts'
import { rolloutView } from '../../queries/rollout.ts'
import { testDatabase } from '../postgres/test-database.ts'
import { finishScan } from '../scan/finish-scan.ts'
import { recordDisagreements } from './discrepancies.ts'
import type { PrismaClient } from './generated/client.ts'
import { openClient } from './open-client.ts'
import { ADA, OLIVE, StoredFleet } from './testing/stored-fleet.ts'

let db: PrismaClient
let fleet: StoredFleet

beforeAll(async () => {
  db = openClient(await testDatabase())
  fleet = new StoredFleet(db)
  await fleet.build(24)
  return () => db.$disconnect()
})

async function approveNow(rolloutId: RolloutId): Promise<void> {
  const { id, evidenceHash } = await db.approval.findFirstOrThrow({ where: { rolloutId, outcome: 'open' } })
  const decided = await approve(fleet.context(ADA), id as ApprovalId, { evidenceHash, comment: 'read it' })
  expect(decided.ok).toBe(true)
}

test('[R-142] [R-143] a device that contradicted the registry after planning is held back, not failed, and caught up once resolved', async () => {
  const id = await fleet.startRollout()
  await fleet.seconds(20, id)
  const places = await db.rolloutDevice.findMany({ where: { rolloutId: id, wave: 2 }, orderBy: { index: 'asc' } })
  const liar = places[0]?.deviceId as DeviceId
  const broken = places[1]?.deviceId as DeviceId
  const other = places[2]?.deviceId as DeviceId
  await db.device.update({ where: { id: other }, data: { hardwareType: 'jetson-orin' } })
  await db.$transaction((tx) =>
    recordDisagreements(tx, { id: liar, name: liar }, [{ kind: 'memory', expected: 4096, reported: 8192 }], fleet.now),
  )
  await db.device.update({
    where: { id: broken },
    data: { quarantinedAt: new Date(fleet.now), quarantineReason: 'the fan is dead' },
  })
  const selector = ''
  const actor = { kind: 'person', ...OLIVE } as const
  await db.$transaction((tx) => openScan(tx, { id: 'scan-1', selector, cause: 'person', actor, now: fleet.now }))
  await finishScan(db, { id: 'scan-1', selector, startedAt: new Date(fleet.now) }, fleet.now)
  const revalidated = (await rolloutView(db, OLIVE, fleet.now, id))?.revalidated
  expect(revalidated?.unfit.map(({ deviceId }) => deviceId)).toEqual([liar, broken, other])

  await approveNow(id)
  await fleet.seconds(30, id)
  expect((await db.rollout.findUniqueOrThrow({ where: { id } })).phase).toBe('completed')
  const place = (deviceId: string) =>
    db.rolloutDevice.findUniqueOrThrow({ where: { rolloutId_deviceId: { rolloutId: id, deviceId } } })
  expect(await place(liar)).toMatchObject({
    exposedAt: null,
    failure: null,
    because: 'Held back: Device says memory 8192 MB, registry said 4096 MB. Resolve it on the device’s page.',
  })
  expect(await place(broken)).toMatchObject({
    exposedAt: null,
    because: 'Held back: it is quarantined: the fan is dead',
  })
  expect(await db.rolloutDevice.count({ where: { rolloutId: id, exposedAt: { not: null } } })).toBe(21)
  expect(await place(other)).toMatchObject({
    exposedAt: null,
    failure: null,
    because: 'Held back: it is jetson-orin on arm64 now, which the release has no artifact for: plan anew',
  })

  const open = await db.discrepancy.findFirstOrThrow({ where: { deviceId: liar } })
  const where = { deviceId: liar, discrepancy: open.id }
  expect(await resolveDiscrepancy(fleet.context(OLIVE), where, { resolution: 'accept', reason: '' })).toMatchObject({
    ok: true,
  })
  await fleet.seconds(3, id)
  expect((await place(liar)).exposedAt).not.toBeNull()
  expect((await place(broken)).exposedAt).toBeNull()
})
