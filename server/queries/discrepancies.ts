import { DISCREPANCY_POLICY, disagreementOf, discrepancyPolicy } from '../adapters/prisma/discrepancies.ts'
import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { type Disagreement, disagreementSentence, percentApart } from '../domain/device/disagreement.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import { DiscrepancyKind } from '../protocol/discrepancy.ts'
import { DeviceId, type Instant } from '../protocol/ids.ts'
import type { DiscrepanciesView } from '../protocol/views/discrepancies-view.ts'
import type { Person } from '../protocol/views/person.ts'

const MOST_SHOWN = 200
/** Of so many that a count of them says no more than “thousands”. */
const MOST_COUNTED = 20_000

/** Where devices contradict the registry now, and what the policy resolves without a person. */
export async function discrepanciesView(db: PrismaClient, person: Person, now: Instant): Promise<DiscrepanciesView> {
  const where = { resolvedAt: null, device: { revokedAt: null } }
  const [shown, counted, policy, setting] = await Promise.all([
    db.discrepancy.findMany({
      where,
      orderBy: { id: 'desc' },
      take: MOST_SHOWN,
      include: { device: { select: { name: true, site: { select: { name: true } } } } },
    }),
    db.discrepancy.findMany({
      where,
      orderBy: { id: 'desc' },
      take: MOST_COUNTED,
      select: { kind: true, expected: true, reported: true },
    }),
    discrepancyPolicy(db),
    db.setting.findUnique({ where: { key: DISCREPANCY_POLICY } }),
  ])
  const open = counted.map(disagreementOf)
  return {
    serverTime: now,
    open: shown.map((row) => ({
      id: String(row.id),
      device: { id: DeviceId.parse(row.deviceId), name: row.device.name, site: row.device.site.name },
      kind: DiscrepancyKind.parse(row.kind),
      sentence: disagreementSentence(disagreementOf(row)),
      seenAt: row.seenAt.getTime() as Instant,
    })),
    total: open.length,
    kinds: Object.fromEntries(
      DiscrepancyKind.options.map((kind) => [kind, open.filter((one) => one.kind === kind).length]),
    ) as DiscrepanciesView['kinds'],
    apart: { memory: apart(open, 'memory'), disk: apart(open, 'disk') },
    policy,
    set: setting && { by: setting.updatedBy, at: setting.updatedAt.getTime() as Instant },
    may: mayOperate(person),
  }
}

const apart = (open: readonly Disagreement[], kind: 'memory' | 'disk'): number[] =>
  open
    .filter((one) => one.kind === kind)
    .flatMap((one) => percentApart(one) ?? [])
    .toSorted((a, b) => a - b)
