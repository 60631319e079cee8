import { devicesOnSnapshots } from '../adapters/prisma/devices-on-snapshots.ts'
import type { Prisma, PrismaClient } from '../adapters/prisma/generated/client.ts'
import { parseReadings } from '../adapters/prisma/rollout-row.ts'
import { judgeKnownGood, type KnownGoodRule } from '../domain/snapshot/known-good.ts'
import type { Instant } from '../protocol/ids.ts'
import { audit } from './audit.ts'

const WITH_ROLLOUTS = {
  rollouts: { select: { phase: true, state: true, readings: true, endedAt: true } },
} as const satisfies Prisma.SnapshotInclude
type Judged = Prisma.SnapshotGetPayload<{ include: typeof WITH_ROLLOUTS }>

/**
 * Looks at every snapshot that was rolled out and writes who gained or lost *known-good*, with the reason. Answers how many
 * did. Several servers may look at once: each change is written by one of them.
 */
export async function judgeKnownGoods(db: PrismaClient, rule: KnownGoodRule, now: Instant): Promise<number> {
  const snapshots = await db.snapshot.findMany({ where: { rollouts: { some: {} } }, include: WITH_ROLLOUTS })
  const on = new Map((await devicesOnSnapshots(db)).map((one) => [one.snapshotId, one]))
  let changed = 0
  for (const snapshot of snapshots) {
    const { connected = 0, healthy = 0 } = on.get(snapshot.id) ?? {}
    const knownGood = snapshot.knownGoodSince !== null
    const earned = judgeKnownGood({ ...history(snapshot, now), knownGood, devices: connected, healthy }, rule, now)
    if (earned.knownGood === knownGood) {
      if (earned.because !== snapshot.knownGoodBecause)
        await db.snapshot.updateMany({ where: { id: snapshot.id }, data: { knownGoodBecause: earned.because } })
      continue
    }
    changed += await db.$transaction(async (tx) => {
      const { count } = await tx.snapshot.updateMany({
        where: { id: snapshot.id, knownGoodSince: snapshot.knownGoodSince },
        data: { knownGoodSince: earned.knownGood ? new Date(now) : null, knownGoodBecause: earned.because },
      })
      if (count === 0) return 0
      await audit(tx, {
        at: now,
        actor: { kind: 'system', id: 'wavegate', name: 'Wavegate' },
        action: earned.knownGood ? 'snapshot.known-good' : 'snapshot.known-good-lost',
        object: { kind: 'snapshot', id: String(snapshot.id) },
        outcome: 'done',
        reason: earned.because,
      })
      return 1
    })
  }
  return changed
}

/** What its rollouts tell: when one completed, and when a gate of one failed or it was turned back. */
function history(snapshot: Judged, now: Instant): { completedAt: Instant[]; failedAt: Instant[] } {
  const at = (date: Date | null) => (date?.getTime() ?? now) as Instant
  const { rollouts } = snapshot
  return {
    completedAt: rollouts.flatMap((one) => (one.phase === 'completed' ? [at(one.endedAt)] : [])),
    failedAt: rollouts.flatMap((one) => [
      ...(TURNED_BACK.has(one.phase) ? [at(one.endedAt)] : []),
      ...parseReadings(one.readings).flatMap((reading) => (reading.verdict === 'fail' ? [reading.at] : [])),
    ]),
  }
}

const TURNED_BACK: ReadonlySet<string> = new Set(['rolling-back', 'verifying-rollback', 'rolled-back', 'halted'])
