import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import type { Instant } from '../protocol/ids.ts'
import type { FleetView } from '../protocol/views/fleet-view.ts'

type Change = FleetView['changes'][number]

const DAY_MS = 24 * 3600 * 1000

/** What changed in the last day, newest first: acts and decisions, not each device's step. */
export async function fleetChanges(db: PrismaClient, now: Instant): Promise<Change[]> {
  const rows = await db.auditEntry.findMany({
    where: {
      at: { gte: new Date(now - DAY_MS) },
      OR: [
        { deviceId: null, action: { not: 'rollout.preparing' } },
        { action: { in: ['device.quarantined', 'device.dark'] } },
      ],
      // Hundreds of enrolments on the first day would bury everything else.
      NOT: {
        action: { in: ['device.enrol', 'artifact.upload', 'artifact.record', 'site.create', 'enrolment-token.create'] },
      },
    },
    orderBy: { id: 'desc' },
    take: 12,
  })
  const rollouts = await db.rollout.findMany({
    where: { id: { in: rows.flatMap((row) => row.rolloutId ?? []) } },
    select: { id: true, name: true },
  })
  const names = new Map(rollouts.map((rollout) => [rollout.id, rollout.name]))
  return rows.map((row) => {
    const about = row.rolloutId ? names.get(row.rolloutId) : undefined
    return {
      id: String(row.id),
      at: row.at.getTime() as Instant,
      kind: kindOf(row.action),
      sentence: about ? `${about} · ${row.reason}` : row.reason,
      actor: row.actorName,
      href: row.rolloutId ? `/rollouts/${row.rolloutId}` : null,
    }
  })
}

function kindOf(action: string): Change['kind'] {
  if (/rolling-back|rolled-back|verifying-rollback|halted|abort|rollBack/.test(action)) return 'rollback'
  if (action.startsWith('approval.') || action === 'rollout.awaiting-approval') return 'approval'
  if (action.startsWith('rollout.')) return 'rollout'
  if (action.startsWith('release.')) return 'release'
  return action.startsWith('device.') ? 'device' : 'other'
}
