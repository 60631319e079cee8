import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import type { Instant } from '../protocol/ids.ts'
import type { ScanView } from '../protocol/views/scan-view.ts'
import { scanRecord } from './scan-record.ts'

/** One scan with what it found and did; null when there is no such scan. */
export async function scanView(db: PrismaClient, now: Instant, id: string): Promise<ScanView | null> {
  const scan = await db.scan.findUnique({ where: { id } })
  return scan && { serverTime: now, ...(await scanRecord(db, scan, now)) }
}
