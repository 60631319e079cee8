import { randomUUID } from 'node:crypto'
import { ASKED_PER_SECOND } from '../../commands/open-scan.ts'
import type { Clock } from '../../engine/ports.ts'
import { DeviceId } from '../../protocol/ids.ts'
import { selectorOf } from '../../protocol/selector/selector.ts'
import { Prisma, type PrismaClient } from '../prisma/generated/client.ts'
import { answeredSince } from '../prisma/scan-registry.ts'
import { SELECTOR_FROM, selectorSql } from '../prisma/selector-sql.ts'
import type { AgentsGateway } from '../socket/agents-gateway.ts'
import { finishScan } from './finish-scan.ts'
import { startDueScan } from './start-due-scan.ts'

type Needs = {
  readonly db: PrismaClient
  readonly agents: Pick<AgentsGateway, 'connection'>
  readonly clock: Clock
  readonly changed: (room: 'scan' | 'fleet') => void
}

/** How often a server looks whether a scan is due, runs, or is over. */
export const SCAN_TURN_MS = 1_000

/**
 * One turn of what every server does for scans: start the one that is due, ask its own devices once, end the one whose
 * waiting is over, and hang up on those that were silent. All it remembers is whom it asked; the rest is in the rows.
 */
export function openScanRunner({ db, agents, clock, changed }: Needs): { turn(): Promise<void> } {
  let asked: { readonly scan: string; readonly queue: DeviceId[] } | null = null
  let ended: string | null = null

  async function turn(): Promise<void> {
    if (await startDueScan(db, clock.now(), randomUUID())) changed('scan')
    const scan = await db.scan.findUnique({ where: { running: true } })
    if (!scan) return hangUpOnSilent()
    const selector = selectorOf(scan.selector)
    if (asked?.scan !== scan.id) {
      const rows = await db.$queryRaw<{ id: string }[]>(Prisma.sql`
        select d."id" from ${SELECTOR_FROM} where ${selectorSql(selector, clock.now())} and s."online"`)
      asked = { scan: scan.id, queue: rows.map(({ id }) => DeviceId.parse(id)) }
    }
    for (const device of asked.queue.splice(0, (ASKED_PER_SECOND * SCAN_TURN_MS) / 1000))
      agents.connection(device)?.tell({ type: 'ping', scan: scan.id })
    const now = clock.now()
    const { waiting } = await answeredSince(db, selector, scan.startedAt, now)
    if (asked.queue.length === 0 && (waiting === 0 || now >= scan.waitUntil.getTime())) {
      if (await finishScan(db, scan, now)) changed('fleet')
      ended = scan.id
      await hangUpOnSilent()
    }
    changed('scan')
  }

  /** A connection that carries no answer is no connection: its device says hello anew when it is there after all. */
  async function hangUpOnSilent(): Promise<void> {
    const over = ended ?? asked?.scan ?? null
    asked = null
    ended = null
    if (over === null) return
    const silent = await db.scanFinding.findMany({
      where: { scanId: over, kind: 'offline', deviceId: { not: null } },
      select: { deviceId: true },
    })
    for (const { deviceId } of silent) agents.connection(DeviceId.parse(deviceId))?.close()
  }

  return { turn }
}
