import { beforeAll, expect, test } from 'vitest'
import { approve } from '../../commands/decide-approval.ts'
import { endFreeze } from '../../commands/end-freeze.ts'
import { freezeSites } from '../../commands/freeze-sites.ts'
import { previewRollout } from '../../commands/preview-rollout.ts'
import { updateSite } from '../../commands/update-site.ts'
import type { ApprovalId, Instant, ReleaseId, RolloutId } from '../../protocol/ids.ts'
import { rolloutView } from '../../queries/rollout.ts'
import { sitesView } from '../../queries/sites.ts'
import { testDatabase } from '../postgres/test-database.ts'
import type { PrismaClient } from './generated/client.ts'
import { openClient } from './open-client.ts'
import { ADA, OLIVE, StoredFleet } from './testing/stored-fleet.ts'

const NOOR = { id: 'noor', name: 'Noor', email: 'noor@x.test', role: 'viewer' } as const
const HOUR_MS = 3_600_000

let db: PrismaClient
let fleet: StoredFleet

beforeAll(async () => {
  db = openClient(await testDatabase())
  fleet = new StoredFleet(db)
  await fleet.build(24)
  return () => db.$disconnect()
})

const phase = async (id: RolloutId) => (await db.rollout.findUniqueOrThrow({ where: { id } })).phase
const told = (id: RolloutId) => db.rolloutDevice.count({ where: { rolloutId: id, exposedAt: { not: null } } })

test('what a freeze would hold is said before anything is started, site by site', async () => {
  const until = (fleet.now + HOUR_MS) as Instant
  const [site] = (await sitesView(db, OLIVE, fleet.now)).sites
  if (!site) throw new Error('no site')
  const asked = { releaseId: 'r-2.0.0' as ReleaseId, selector: '', canarySwaps: [], strategy: 'canary-rolling' }
  const holds = async () => {
    const preview = await previewRollout(fleet.context(OLIVE), asked, fleet.environment)
    if (!preview.ok) throw new Error(preview.refusal.message)
    return preview.value.holds
  }
  expect(await holds()).toEqual([])
  const frozen = await freezeSites(fleet.context(OLIVE), { sites: [site.id], until, reason: 'stocktaking.' })
  if (!frozen.ok) throw new Error(frozen.refusal.message)
  expect(await holds()).toEqual([
    { devices: site.devices, until, because: expect.stringMatching(/is frozen until .* by Olive: stocktaking\.$/) },
  ])
  await endFreeze(fleet.context(OLIVE), frozen.value.id)
})

test('a rollout waits for a freeze and for a window, says for whom and until when, and goes on by itself', async () => {
  const id = await fleet.startRollout()
  await fleet.seconds(20, id)
  const until = (fleet.now + HOUR_MS) as Instant
  const context = fleet.context(OLIVE)
  expect(await freezeSites(fleet.context(NOOR), { sites: [], until, reason: 'x' })).toMatchObject({ ok: false })
  expect(await freezeSites(context, { sites: [], until: fleet.now, reason: 'x' })).toMatchObject({
    refusal: { message: expect.stringContaining('later end') },
  })
  expect(await freezeSites(context, { sites: ['atlantis'], until, reason: 'x' })).toMatchObject({
    refusal: { message: 'There is no site atlantis.' },
  })
  const frozen = await freezeSites(context, { sites: [], until, reason: 'stocktaking' })
  if (!frozen.ok) throw new Error(frozen.refusal.message)

  const open = await db.approval.findFirstOrThrow({ where: { rolloutId: id, outcome: 'open' } })
  await approve(fleet.context(ADA), open.id as ApprovalId, { evidenceHash: open.evidenceHash, comment: 'read it' })
  const before = await told(id)
  await fleet.seconds(15, id)
  expect(await phase(id)).toBe('deploying')
  expect(await told(id)).toBe(before)
  expect((await rolloutView(db, OLIVE, fleet.now, id))?.next).toMatchObject({
    sentence: expect.stringContaining('by Olive: stocktaking'),
    at: until,
    waitingFor: 'calendar',
  })

  // Its own window is what it waits for next.
  const sites = (await sitesView(db, OLIVE, fleet.now)).sites.map((site) => site.id)
  const hour = (ahead: number) => new Date(fleet.now + ahead * HOUR_MS).toISOString().slice(11, 16)
  const windows = [{ days: [1, 2, 3, 4, 5, 6, 7], from: hour(2), to: hour(4) }]
  for (const site of sites) await updateSite(fleet.context(OLIVE), site, { windows })
  expect(await endFreeze(fleet.context(OLIVE), frozen.value.id)).toMatchObject({ ok: true })
  expect(await endFreeze(fleet.context(OLIVE), frozen.value.id)).toMatchObject({ ok: false })
  await fleet.seconds(10, id)
  expect(await told(id)).toBe(before)
  expect((await rolloutView(db, OLIVE, fleet.now, id))?.next.sentence).toContain('The maintenance window of')

  for (const site of sites) await updateSite(fleet.context(OLIVE), site, { windows: [] })
  await fleet.seconds(30, id)
  expect(await phase(id)).toBe('completed')
  const acts = await db.auditEntry.findMany({ where: { action: { startsWith: 'freeze.' } }, orderBy: { id: 'asc' } })
  expect(acts.map(({ action }) => action).slice(-2)).toEqual(['freeze.create', 'freeze.end'])
})
