import { artifactIndex } from '../adapters/prisma/artifact-index.ts'
import { calibrationProblems } from '../adapters/prisma/calibration-problems.ts'
import { candidateRows } from '../adapters/prisma/candidate-rows.ts'
import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { standbyProblems } from '../adapters/prisma/standby-problems.ts'
import { singlePointOfFailure } from '../domain/device/single-point-of-failure.ts'
import type { PlanDevice } from '../domain/rollout/plan-device.ts'
import { runs } from '../domain/rollout/runs.ts'
import { whyExcluded } from '../domain/rollout/why-excluded.ts'
import type { DeviceId, Instant, Sha256 } from '../protocol/ids.ts'
import type { SelectorText } from '../protocol/selector/selector.ts'
import type { Strategy } from '../protocol/strategy.ts'
import type { RolloutTarget } from './rollout-target.ts'

export type Candidate = PlanDevice & {
  readonly running: string | null
  /** the snapshot it should run now, and would go back to */
  readonly holds: number | null
  /** another rollout has it in its plan */
  readonly busy: boolean
}

/** The devices a selector names now, each with the reason why it may not take part, if there is one. `waits`: for who has them. */
export async function rolloutCandidates(
  tx: Prisma.TransactionClient,
  selector: SelectorText,
  { manifest, configDigest }: RolloutTarget,
  strategy: Strategy,
  waits: boolean,
  now: Instant,
): Promise<readonly Candidate[]> {
  const rows = await candidateRows(tx, selector, now)
  const held = new Set(rows.flatMap((row) => row.desiredSnapshotId ?? []))
  const index = await artifactIndex(tx, [...held])
  const uncalibrated = await calibrationProblems(tx, manifest, now)
  const unroomy = await standbyProblems(tx, strategy, manifest)
  const artifacts = new Map(manifest.artifacts.map((one) => [`${one.hardwareType} ${one.architecture}`, one]))
  return rows.map((row) => {
    const artifact = artifacts.get(`${row.hardwareType} ${row.architecture}`)
    const place = { deviceId: row.id, siteId: row.siteId, groups: row.groups }
    const running = row.runningSha256 === null ? null : runningOf(row.runningSha256, row.runningConfigDigest)
    const told = {
      sha256: index.sha256(row.desiredSnapshotId, row.hardwareType, row.architecture),
      configDigest: index.configDigest(row.desiredSnapshotId, place),
    }
    return {
      deviceId: row.id as DeviceId,
      name: row.name,
      siteId: row.siteId,
      region: row.region,
      hardwareType: row.hardwareType,
      groups: row.groups,
      redundancyGroup: row.redundancyGroup,
      online: row.online,
      singlePoint: singlePointOfFailure(row),
      knownIssue: row.knownIssue,
      monitoringFidelity: row.monitoringFidelity,
      running: row.runningVersion,
      holds: row.desiredSnapshotId,
      busy: row.busy !== null,
      bytes: artifact?.size ?? 0,
      excluded: whyExcluded({
        quarantined: row.quarantined,
        discrepancy: row.discrepancy,
        busy: row.busy,
        waits,
        hasArtifact: artifact !== undefined,
        calibration: uncalibrated.get(row.id) ?? null,
        standby: unroomy.get(row.id) ?? null,
        neverReported: running === null,
        // What it runs while another rollout has it is that one's doing.
        unknownRelease: !(waits && row.inHand) && running !== null && !runs(running, told),
        // An old agent does not name its configuration: it is taken to be under the one it was told.
        alreadyThere:
          artifact !== undefined &&
          running?.sha256 === artifact.sha256 &&
          (running.configDigest ?? told.configDigest) === configDigest(place),
        version: manifest.version,
      }),
    }
  })
}

const runningOf = (sha256: string, configDigest: string | null) => ({
  sha256: sha256 as Sha256,
  configDigest: configDigest as Sha256 | null,
})
