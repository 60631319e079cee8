import { z } from 'zod'
import { cancelScan } from '../../../commands/cancel-scan.ts'
import { setScanSchedule } from '../../../commands/set-scan-schedule.ts'
import { startScan } from '../../../commands/start-scan.ts'
import { accept } from '../../../protocol/ack.ts'
import { ScanStarted, SetScanSchedule, StartScan } from '../../../protocol/commands/scan.ts'
import { ScansView, ScanView } from '../../../protocol/views/scan-view.ts'
import { scanView } from '../../../queries/scan.ts'
import { scansView } from '../../../queries/scans.ts'
import type { Parts } from '../parts.ts'
import { found } from './answer.ts'
import { type Api, route } from './route.ts'

const OneScan = z.object({ id: z.string().min(1).max(100) })

/** Who is there, asked of the whole fleet (R-137 … R-143). */
export function scanRoutes(api: Api, parts: Parts): void {
  route(api, parts, {
    method: 'get',
    path: '/scans',
    summary: 'The newest scan with its findings, those before it, and the schedule',
    answers: ScansView,
    run: async ({ db, person, now }) => accept(await scansView(db, person, now)),
  })
  route(api, parts, {
    method: 'post',
    path: '/scans',
    summary: 'Ask every connected device for a sign of life; while a scan runs, answers that one',
    body: StartScan,
    answers: ScanStarted,
    run: (ctx, { body }) => startScan(ctx, body),
  })
  route(api, parts, {
    method: 'post',
    path: '/scans/schedule',
    summary: 'Set when the fleet is scanned without anybody asking',
    body: SetScanSchedule,
    answers: z.null(),
    run: (ctx, { body }) => setScanSchedule(ctx, body),
  })
  route(api, parts, {
    method: 'get',
    path: '/scans/{id}',
    summary: 'One scan: its steps, what it found, and which open plans it was held against',
    params: OneScan,
    answers: ScanView,
    run: async ({ db, now }, { params }) => found(await scanView(db, now, params.id), 'scan'),
  })
  route(api, parts, {
    method: 'post',
    path: '/scans/{id}/cancel',
    summary: 'Stop waiting: nothing is compared and no device is marked',
    params: OneScan,
    answers: z.null(),
    run: (ctx, { params }) => cancelScan(ctx, params.id),
  })
}
