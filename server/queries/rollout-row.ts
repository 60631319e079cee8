import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { parseRollout, type RolloutRecord } from '../adapters/prisma/rollout-row.ts'
import { hasEnded } from '../domain/rollout/ended-phases.ts'
import type { Rollout } from '../domain/rollout/rollout.ts'
import type { Instant } from '../protocol/ids.ts'
import type { Phase } from '../protocol/rollout-state.ts'
import type { RolloutRow } from '../protocol/views/rollouts-view.ts'
import { type LaneCounts, laneCounts, NO_COUNTS } from './lane-counts.ts'
import { nextOfRollout } from './next-of-rollout.ts'

/** Rollouts as lines of a list, in the order given. */
export async function rolloutRows(
  db: Prisma.TransactionClient,
  records: readonly RolloutRecord[],
  now: Instant,
): Promise<RolloutRow[]> {
  const counts = await laneCounts(
    db,
    records.map((record) => record.id),
  )
  const from = await previousVersions(
    db,
    records.map((record) => record.id),
  )
  return Promise.all(
    records.map((record) => rowOf(db, record, counts.get(record.id) ?? NO_COUNTS, from.get(record.id) ?? [], now)),
  )
}

async function rowOf(
  db: Prisma.TransactionClient,
  record: RolloutRecord,
  counts: LaneCounts,
  from: readonly string[],
  now: Instant,
): Promise<RolloutRow> {
  const rollout = parseRollout(record)
  const { phase } = rollout.state
  const ended = hasEnded(phase)
  return {
    id: rollout.id,
    name: rollout.name,
    from: from.length > 0 ? from.join(', ') : '…',
    to: versionOf(record, rollout),
    phase,
    phaseLabel: labelOf(rollout),
    tone: rollout.paused ? 'warn' : TONE[phase],
    active: !ended,
    paused: rollout.paused !== null,
    next: (await nextOfRollout(db, rollout, record.because, counts, now)).sentence,
    cohort: rollout.plan.cohort,
    counts: counts.all,
    waves: rollout.plan.waves.map((wave) => ({
      label: wave.label,
      devices: wave.devices,
      counts: counts.byWave.get(wave.wave) ?? {},
    })),
    createdBy: record.createdByName,
    createdAt: record.createdAt.getTime() as Instant,
    endedAt: record.endedAt ? (record.endedAt.getTime() as Instant) : null,
  }
}

const TONE = {
  preparing: 'run',
  validating: 'run',
  deploying: 'run',
  soaking: 'run',
  'awaiting-approval': 'wait',
  comparing: 'wait',
  halted: 'fail',
  'rolling-back': 'warn',
  'verifying-rollback': 'warn',
  confirming: 'run',
  completed: 'ok',
  'rolled-back': 'warn',
  aborted: 'off',
} as const satisfies Record<Phase, RolloutRow['tone']>

/** until a person has picked, it is one or the other. */
export function versionOf(
  { toSnapshot, otherSnapshot }: Pick<RolloutRecord, 'toSnapshot' | 'otherSnapshot'>,
  { comparison }: Pick<Rollout, 'comparison'>,
): string {
  const { version } = toSnapshot.release
  return otherSnapshot && !comparison?.pick ? `${version} or ${otherSnapshot.release.version}` : version
}

function labelOf({ state, paused, plan }: Rollout): string {
  if (paused) return 'Paused'
  const wave = 'wave' in state ? (plan.waves[state.wave]?.label ?? '') : ''
  switch (state.phase) {
    case 'preparing':
      return 'Preparing'
    case 'validating':
      return 'Validating'
    case 'deploying':
      return `${wave} installing`
    case 'soaking':
      return `${wave} soaking`
    case 'awaiting-approval':
      return 'Waits for approval'
    case 'comparing':
      return 'Compares its arms'
    case 'halted':
      return 'Halted'
    case 'rolling-back':
      return 'Rolling back'
    case 'verifying-rollback':
      return 'Verifying rollback'
    case 'confirming':
      return 'Confirming'
    case 'completed':
      return 'Completed'
    case 'rolled-back':
      return 'Rolled back'
    case 'aborted':
      return 'Aborted'
  }
}

/** What the devices of a rollout ran before it touched them; what it never touched counts until it has ended. */
export async function previousVersions(
  db: Prisma.TransactionClient,
  rollouts: readonly string[],
): Promise<ReadonlyMap<string, string[]>> {
  const rows = await db.$queryRaw<{ rolloutId: string; version: string }[]>`
    select r."rolloutId", l."version" from "RolloutDevice" r
    left join "Desired" d on d."deviceId" = r."deviceId"
    join "Snapshot" s on s."id" = coalesce(r."fromSnapshotId", d."snapshotId")
    join "Release" l on l."id" = s."releaseId"
    join "Rollout" o on o."id" = r."rolloutId"
    where r."rolloutId" = any(${[...rollouts]}) and (r."fromSnapshotId" is not null or o."endedAt" is null)
    group by 1, 2 order by count(*) desc`
  const versions = new Map<string, string[]>()
  for (const { rolloutId, version } of rows) versions.set(rolloutId, [...(versions.get(rolloutId) ?? []), version])
  return versions
}
