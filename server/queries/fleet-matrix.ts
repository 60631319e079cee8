import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import type { RolloutRecord } from '../adapters/prisma/rollout-row.ts'
import { ENDED_PHASES } from '../domain/rollout/ended-phases.ts'
import type { FleetView } from '../protocol/views/fleet-view.ts'

type Mark = FleetView['matrix']['rows'][number]['mark']

/** Version × hardware type: what the devices say, marked by what was wanted. */
export async function fleetMatrix(db: PrismaClient, rollouts: readonly RolloutRecord[]): Promise<FleetView['matrix']> {
  const [running, wanted] = await Promise.all([
    db.$queryRaw<{ version: string; hardwareType: string; count: number }[]>`
      select coalesce(f."release", 'nothing yet') as version, f."hardwareType", count(*)::int as count
      from "FleetRow" f group by 1, 2`,
    db.$queryRaw<{ version: string; count: number }[]>`
      select l."version", sum(w.devices)::int as count
      from (select "snapshotId", count(*) as devices from "Desired" group by 1) w
      join "Snapshot" n on n."id" = w."snapshotId" join "Release" l on l."id" = n."releaseId" group by 1 order by 2 desc`,
  ])
  const hardwareTypes = [...new Set(running.map((row) => row.hardwareType))].toSorted()
  const rolling = new Set(rollouts.filter((one) => !ENDED.has(one.phase)).map((one) => one.toSnapshot.release.version))
  const desired = new Set(wanted.map((row) => row.version))
  const most = wanted[0]?.version
  const mark = (version: string): Mark => {
    if (rolling.has(version)) return 'rolling'
    if (version === most) return 'desired'
    return version === 'nothing yet' || desired.has(version) ? 'none' : 'unexpected'
  }
  const rows = [...Map.groupBy(running, (row) => row.version)].map(([version, all]) => ({
    version,
    mark: mark(version),
    counts: hardwareTypes.map((type) => all.find((row) => row.hardwareType === type)?.count ?? 0),
    total: all.reduce((sum, row) => sum + row.count, 0),
  }))
  return { hardwareTypes, rows: rows.toSorted((a, b) => b.total - a.total) }
}

const ENDED: ReadonlySet<string> = new Set(ENDED_PHASES)
