import { type Calibrated, calibrationProblem } from '../../domain/release/calibration-problem.ts'
import type { Instant } from '../../protocol/ids.ts'
import type { ReleaseManifest } from '../../protocol/manifest.ts'
import { ResourceKind } from '../../protocol/registry.ts'
import type { Prisma } from './generated/client.ts'

/** by device, what of its resources is not calibrated as the release needs it. Most releases need none, and cost nothing. */
export async function calibrationProblems(
  db: Prisma.TransactionClient,
  manifest: Pick<ReleaseManifest, 'calibrations'>,
  now: Instant,
): Promise<ReadonlyMap<string, string>> {
  const kinds = (manifest.calibrations ?? []).map(({ kind }) => kind)
  if (kinds.length === 0) return new Map()
  const rows = await db.resource.findMany({
    where: { kind: { in: kinds } },
    select: { deviceId: true, kind: true, name: true, calibratedUntil: true },
    orderBy: [{ deviceId: 'asc' }, { id: 'asc' }],
  })
  const problems = new Map<string, string>()
  for (const [deviceId, resources] of Map.groupBy(rows, (row) => row.deviceId)) {
    const problem = calibrationProblem(manifest, resources.map(calibrated), now)
    if (problem) problems.set(deviceId, problem)
  }
  return problems
}

const calibrated = (row: { kind: string; name: string; calibratedUntil: Date | null }): Calibrated => ({
  kind: ResourceKind.parse(row.kind),
  name: row.name,
  calibratedUntil: row.calibratedUntil && (row.calibratedUntil.getTime() as Instant),
})
