import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import type { Instant } from '../protocol/ids.ts'
import { printTerm } from '../protocol/selector/print.ts'
import type { FleetView } from '../protocol/views/fleet-view.ts'
import type { Person } from '../protocol/views/person.ts'
import type { RolloutRow } from '../protocol/views/rollouts-view.ts'
import { approvalsView } from './approvals.ts'
import { needsIdentity } from './needs-identity.ts'

type Need = FleetView['needsYou'][number]

/** People who are blocked first, then what the system did by itself, then health. */
export async function fleetNeedsYou(
  db: PrismaClient,
  person: Person,
  now: Instant,
  rollouts: readonly RolloutRow[],
  sites: FleetView['sites'],
): Promise<Need[]> {
  const [approvals, identity] = await Promise.all([approvalsView(db, person, now), needsIdentity(db)])
  const waiting = approvals.open.map(
    (one): Need => ({
      kind: 'approval',
      title: `${one.rolloutName} · ${one.waveLabel}`,
      detail: `waits for approval · ${one.advice}`,
      href: `/approvals/${one.id}`,
      act: one.forMe ? 'Review' : 'Open',
      since: one.requestedAt,
    }),
  )
  const halted = rollouts
    .filter((rollout) => rollout.phase === 'halted')
    .map(
      (rollout): Need => ({
        kind: 'halted',
        title: rollout.name,
        detail: rollout.next,
        href: `/rollouts/${rollout.id}`,
        act: 'Open',
        since: rollout.createdAt,
      }),
    )
  const turnedBack = rollouts
    .filter((rollout) => rollout.phase === 'rolled-back')
    .slice(0, 3)
    .map(
      (rollout): Need => ({
        kind: 'rolled-back',
        title: rollout.name,
        detail: rollout.next,
        href: `/rollouts/${rollout.id}`,
        act: 'Open',
        since: rollout.endedAt ?? rollout.createdAt,
      }),
    )
  const away = sites
    .filter((site) => site.devices > 1 && site.offline * 2 > site.devices)
    .map(
      (site): Need => ({
        kind: 'site-offline',
        title: `Site ${site.name}`,
        detail: `${site.offline} of ${site.devices} offline; ${site.rollout ? `${site.rollout.name} touched it` : 'no rollout touched it'}`,
        href: `/devices?where=${encodeURIComponent(`${printTerm({ on: 'key', key: 'site', is: 'in', values: [site.id] })} status:offline`)}`,
        act: 'Open',
        since: site.since ?? now,
      }),
    )
  return [...waiting, ...halted, ...identity.duplicates, ...turnedBack, ...identity.lobby, ...away]
}
