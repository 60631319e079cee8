import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import type { Instant } from '../protocol/ids.ts'
import type { ActPermission, Person } from '../protocol/views/person.ts'
import { ScanRhythm, type ScansView } from '../protocol/views/scan-view.ts'
import { scanRecord, scanSummary } from './scan-record.ts'

const HISTORY = 20

/** The newest scan whole, those before it in a line each, and when the next comes by itself. */
export async function scansView(db: PrismaClient, person: Person, now: Instant): Promise<ScansView> {
  const [[newest, ...earlier], schedule, fleet] = await Promise.all([
    db.scan.findMany({ orderBy: { startedAt: 'desc' }, take: HISTORY + 1 }),
    db.scanSchedule.findUnique({ where: { id: 1 } }),
    fleetCounts(db),
  ])
  const may = mayOperate(person)
  return {
    serverTime: now,
    newest: newest ? await scanRecord(db, newest, now) : null,
    history: await Promise.all(earlier.map((scan) => scanSummary(db, scan, now))),
    schedule: {
      rhythm: schedule ? ScanRhythm.parse(schedule.rhythm) : { kind: 'off' },
      selector: schedule?.selector ?? '',
      nextAt: schedule?.nextAt ? (schedule.nextAt.getTime() as Instant) : null,
      updatedBy: schedule?.updatedBy ?? null,
    },
    fleet,
    acts: {
      start: newest?.state === 'running' ? no('A scan is running: wait for it, or cancel it.') : may,
      cancel: newest?.state === 'running' ? may : no('No scan is running.'),
      schedule: may,
    },
  }
}

async function fleetCounts(db: PrismaClient): Promise<ScansView['fleet']> {
  const [row] = await db.$queryRaw<ScansView['fleet'][]>`
    select count(*)::int as registered, count(*) filter (where s."online")::int as connected
    from "Device" d left join "DeviceStatus" s on s."deviceId" = d."id" where d."revokedAt" is null`
  return row ?? { registered: 0, connected: 0 }
}

const no = (because: string): ActPermission => ({ allowed: false, because })
