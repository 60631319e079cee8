import { audit } from '../../commands/audit.ts'
import { comparedWords, compareScan } from '../../domain/fleet/compare-scan.ts'
import type { DeviceId, Instant } from '../../protocol/ids.ts'
import { selectorOf } from '../../protocol/selector/selector.ts'
import type { Prisma, PrismaClient } from '../prisma/generated/client.ts'
import { heardSince, scannedDevices, strangers } from '../prisma/scan-registry.ts'
import { revalidateRollouts } from './revalidate-rollouts.ts'

export type RunningScan = { readonly id: string; readonly selector: string; readonly startedAt: Date }

/** A fleet of 100,000 is read, compared and written in one go. */
const LONGEST = { timeout: 60_000, maxWait: 10_000 }

/**
 * The waiting is over: compare, mark, list, and hold every open plan against what the registry is now (R-138 … R-143).
 * All of it is one transaction, and only one server's. Answers who was marked offline, or null: somebody else did it.
 */
export async function finishScan(
  db: PrismaClient,
  scan: RunningScan,
  now: Instant,
): Promise<readonly DeviceId[] | null> {
  return db.$transaction(async (tx) => {
    const { count } = await tx.scan.updateMany({
      where: { id: scan.id, running: true },
      data: { state: 'done', running: null, endedAt: new Date(now) },
    })
    if (count === 0) return null
    const selector = selectorOf(scan.selector)
    const registry = await scannedDevices(tx, selector, now)
    const heard = await heardSince(tx, selector, scan.startedAt, now)
    const result = compareScan(registry, heard, await strangers(tx, now), now)
    await markOffline(tx, result.markOffline, scan.startedAt)
    await tx.scanFinding.createMany({
      data: result.findings.map(({ lastSeenAt, ...one }) => ({
        ...one,
        scanId: scan.id,
        lastSeenAt: lastSeenAt === null ? null : new Date(lastSeenAt),
      })),
    })
    const revalidated = await revalidateRollouts(tx, scan.id, now)
    const steps = [
      { rule: 'R-137', what: `Asked every connected device; ${heard.size} were heard.`, at: scan.startedAt.getTime() },
      ...[...comparedWords(result), ...revalidated].map((step) => ({ ...step, at: now as number })),
    ]
    await tx.scan.update({ where: { id: scan.id }, data: { counts: result.counts, steps } })
    await audit(tx, {
      at: now,
      actor: { kind: 'system', id: 'wavegate', name: 'Wavegate' },
      action: 'scan.finish',
      object: { kind: 'scan', id: scan.id },
      outcome: 'done',
      reason: steps.map(({ what }) => what).join(' '),
      after: result.counts,
    })
    return result.markOffline
  }, LONGEST)
}

/** One that came back in this very moment is not taken for silent. */
async function markOffline(tx: Prisma.TransactionClient, devices: readonly DeviceId[], startedAt: Date): Promise<void> {
  if (devices.length === 0) return
  await tx.deviceStatus.updateMany({
    where: { deviceId: { in: [...devices] }, lastSeenAt: { lt: startedAt } },
    data: { online: false, onlineSince: null },
  })
}
