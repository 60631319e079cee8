import { z } from 'zod'
import type { Hold } from '../../domain/calendar/hold.ts'
import { disagreementSentence } from '../../domain/device/disagreement.ts'
import { type Asked, unfit } from '../../domain/fleet/revalidate.ts'
import { mergeMeasurements, NOTHING_MEASURED } from '../../domain/gate/measurement.ts'
import { speaksFor } from '../../domain/report/speaks-for.ts'
import { ENDED_PHASES } from '../../domain/rollout/ended-phases.ts'
import { isExposed } from '../../domain/rollout/expose.ts'
import { LET_GO, OWED } from '../../domain/rollout/one-writer.ts'
import type { ArmsFacts, DeviceFacts, Facts, Rollout } from '../../domain/rollout/rollout.ts'
import { soakOf } from '../../domain/rollout/soak.ts'
import type { LoadedRollout } from '../../engine/ports.ts'
import type { Arm } from '../../protocol/arm.ts'
import { ArmKey } from '../../protocol/comparison.ts'
import { stateByte, stateOfByte } from '../../protocol/device-state.ts'
import { Measurement } from '../../protocol/evidence.ts'
import { HealthLayers } from '../../protocol/health.ts'
import { ApprovalId, DeviceId, Instant, type RolloutId } from '../../protocol/ids.ts'
import { FailureReason, InstalledRelease, Reported } from '../../protocol/reported.ts'
import type { Phase, RolloutState } from '../../protocol/rollout-state.ts'
import { Traffic } from '../../protocol/traffic.ts'
import { type ArtifactIndex, artifactIndex } from './artifact-index.ts'
import { disagreementOf } from './discrepancies.ts'
import type { FrozenPlans } from './frozen-plans.ts'
import { type Discrepancy as DiscrepancyRow, Prisma } from './generated/client.ts'
import { askedBy, plannedDevice } from './planned-device.ts'
import type { PreflightEnvironment } from './preflight-environment.ts'
import { queueFacts } from './queue-facts.ts'
import { measureByArm, measureByWave, measureInArms, type Targets } from './rollout-evidence.ts'
import { rolloutPreflight } from './rollout-preflight.ts'
import { parseReadings, rolloutOf, WITH_TARGET } from './rollout-row.ts'
import { siteHolds } from './site-holds.ts'
import { linesAreKept, siteLines } from './site-lines.ts'
import { surroundings } from './surroundings.ts'

/** How a device failed, as its row has it. */
export const StoredFailure = z.object({
  reason: z.union([FailureReason, z.enum(['install-timeout', 'rollback-drill'])]),
  detail: z.string(),
  at: Instant,
})

const WITH_STATUS = { device: { include: { status: true } } } as const satisfies Prisma.RolloutDeviceInclude
type DeviceRecord = Prisma.RolloutDeviceGetPayload<{ include: typeof WITH_STATUS }>

/** What the engine's store needs beside the database; randomness is a value here. */
export type StoreEnvironment = PreflightEnvironment & { newId(): string }

/** Whatever holds a site: in these phases no device is told anything new. */
const GIVES_NOTHING_NEW: ReadonlySet<string> = new Set(['rolled-back', 'aborted'] satisfies Phase[])

/** The frozen inputs of one decision, read from the store; null when there is no such rollout. */
export async function loadRollout(
  db: Prisma.TransactionClient,
  id: RolloutId,
  fence: number,
  now: Instant,
  observingSince: Instant,
  environment: StoreEnvironment,
  plans: FrozenPlans,
): Promise<LoadedRollout | null> {
  const row = await db.rollout.findUnique({ where: { id }, include: WITH_TARGET, omit: { plan: true } })
  if (!row) return null
  const rollout = rolloutOf(row, await plans.of(db, id))
  const records = await db.rolloutDevice.findMany({
    where: { rolloutId: id },
    include: WITH_STATUS,
    orderBy: { index: 'asc' },
  })
  const others = {
    superseded: await supersededDevices(db, id, row.turnAt),
    disputed: await disputedDevices(db, id),
    asked: askedBy(row),
    holds: GIVES_NOTHING_NEW.has(rollout.state.phase) ? new Map() : await siteHolds(db, sitesOf(records), now),
  }
  const cap = rollout.policy.ramp.bytesPerSecondPerSite
  const index = await artifactIndex(db, [
    ...new Set([
      row.toSnapshotId,
      ...records.flatMap((one) => [one.fromSnapshotId ?? [], one.toSnapshotId ?? []].flat()),
    ]),
  ])
  const devices = records.map((record) => deviceFacts(record, record.toSnapshotId ?? row.toSnapshotId, index, others))
  const evidence = await loadEvidence(db, rollout, records, devices, now)
  return {
    rollout,
    version: row.version,
    fence,
    because: row.because,
    readings: parseReadings(row.readings),
    facts: {
      devices,
      observingSince,
      ...evidence,
      queue: await queueFacts(db, row, rollout, now),
      surroundings: await surroundings(
        db,
        rollout.policy.budget,
        records.map(({ device }) => device),
        ownOf(records, others.superseded),
      ),
      lines: (await linesAreKept(db, id, cap)) ? await siteLines(db, id, cap, sitesOf(records)) : [],
      approval: await approvalFacts(db, rollout),
      preflight: rollout.state.phase === 'validating' ? await rolloutPreflight(db, row, rollout, now, environment) : [],
      freshApprovalId: ApprovalId.parse(environment.newId()),
    },
  }
}

function deviceFacts(
  record: DeviceRecord,
  toSnapshotId: number,
  index: ArtifactIndex,
  { superseded, disputed, asked, holds }: Others,
): DeviceFacts {
  const { device } = record
  const { status } = device
  const platform = [device.hardwareType, device.architecture] as const
  const place = { deviceId: device.id, siteId: device.siteId, groups: device.groups }
  const reported = status ? Reported.parse(status.reported) : null
  // What was seen of the version before is no word of this one: it is as if the device had said nothing since.
  const seen =
    status && speaksFor(InstalledRelease.nullable().parse(status.healthOf), reported?.running ?? null) ? status : null
  return {
    deviceId: DeviceId.parse(record.deviceId),
    name: device.name,
    index: record.index,
    wave: record.wave,
    arm: ArmKey.nullable().parse(record.arm),
    siteId: device.siteId,
    redundancyGroup: device.redundancyGroup,
    state: stateOfByte(record.state),
    because: record.because,
    failure: StoredFailure.nullable().parse(record.failure),
    generation: record.generation === null ? null : Number(record.generation),
    traffic: Traffic.nullable().parse(record.traffic),
    exposedAt: instant(record.exposedAt),
    changedAt: record.changedAt.getTime() as Instant,
    targetSha256: index.sha256(toSnapshotId, ...platform),
    previousSha256: index.sha256(record.fromSnapshotId, ...platform),
    targetConfigDigest: index.configDigest(toSnapshotId, place),
    previousConfigDigest: index.configDigest(record.fromSnapshotId, place),
    online: status?.online ?? false,
    onlineSince: instant(status?.onlineSince),
    lastSeenAt: instant(status?.lastSeenAt),
    reported,
    reportedAt: instant(seen?.reportedAt),
    health: HealthLayers.nullable().parse(seen?.health ?? null),
    reachable: seen?.endpointReachable ?? null,
    memoryPercent: seen?.memoryPercent ?? null,
    restarts: status?.restarts ?? 0,
    superseded: superseded.get(record.deviceId) ?? null,
    withheld: unfit(asked(record.toSnapshotId), plannedDevice(record, disputed)),
    hold: holds.get(device.siteId) ?? null,
  }
}

const sitesOf = (records: readonly DeviceRecord[]) => [...new Set(records.map(({ device }) => device.siteId))]

/** What this rollout counts itself: what a newer one has is somebody else's. */
const ownOf = (records: readonly { deviceId: string }[], superseded: ReadonlyMap<string, unknown>) =>
  new Set(records.flatMap(({ deviceId }) => (superseded.has(deviceId) ? [] : [deviceId])))

type Superseded = NonNullable<DeviceFacts['superseded']>

/** What else than this rollout has a say in its devices. */
type Others = {
  readonly superseded: ReadonlyMap<string, Superseded>
  readonly disputed: ReadonlyMap<string, string>
  readonly asked: (own: number | null) => Asked
  readonly holds: ReadonlyMap<string, Hold>
}

/** devices of a rollout (or of these of it) that contradict the registry, with what they say. */
export async function disputedDevices(
  db: Prisma.TransactionClient,
  id: RolloutId,
  only?: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db.$queryRaw<(Pick<DiscrepancyRow, 'kind' | 'expected' | 'reported'> & { deviceId: string })[]>`
    select distinct on (x."deviceId") x."deviceId", x."kind", x."expected", x."reported" from "RolloutDevice" r
    join "Discrepancy" x on x."deviceId" = r."deviceId" and x."resolvedAt" is null
    where r."rolloutId" = ${id} ${among(only)} order by x."deviceId", x."id"`
  return new Map(rows.map((row) => [row.deviceId, disagreementSentence(disagreementOf(row))]))
}

/** Over alias `r`. */
const among = (only: readonly string[] | undefined): Prisma.Sql =>
  only ? Prisma.sql`and r."deviceId" = any(${only})` : Prisma.empty

export const LET_GO_BYTES = LET_GO.map(stateByte)
const OWED_BYTES = OWED.map(stateByte)

/** Devices that a rollout whose turn came later has touched and keeps, or still may touch: `supersedes`, as the database says it. */
async function supersededDevices(
  db: Prisma.TransactionClient,
  id: RolloutId,
  turnAt: Date | null,
): Promise<ReadonlyMap<string, Superseded>> {
  const takers = await takenDevices(db, id, turnAt)
  return new Map([...takers].map(([deviceId, { superseded }]) => [deviceId, superseded]))
}

/** The same with the name of the rollout that has the device; of these of its devices when `only` is given. */
export async function takenDevices(
  db: Prisma.TransactionClient,
  id: RolloutId,
  turnAt: Date | null,
  only?: readonly string[],
): Promise<ReadonlyMap<string, { superseded: Superseded; by: string }>> {
  // One that waits for its turn has nothing yet that could be taken.
  if (turnAt === null) return new Map()
  const rows = await db.$queryRaw<{ deviceId: string; held: boolean; by: string }[]>`
    select r."deviceId", bool_or(not (other."state" = any(${LET_GO_BYTES}))) as held,
      (array_agg(later."name" order by other."state" = any(${LET_GO_BYTES}), later."turnAt" desc))[1] as by
    from "RolloutDevice" r
    join "RolloutDevice" other on other."deviceId" = r."deviceId" and other."rolloutId" <> r."rolloutId"
    join "Rollout" later on later."id" = other."rolloutId" and later."turnAt" > ${turnAt}
    where r."rolloutId" = ${id} ${among(only)}
      and (not (other."state" = any(${LET_GO_BYTES})) or not (later."phase" = any(${ENDED_PHASES}))
        or (later."phase" = 'completed' and other."state" = any(${OWED_BYTES})))
    group by 1`
  return new Map(rows.map(({ deviceId, held, by }) => [deviceId, { superseded: held ? 'for-good' : 'for-now', by }]))
}

async function loadEvidence(
  db: Prisma.TransactionClient,
  rollout: Rollout,
  records: readonly DeviceRecord[],
  devices: readonly DeviceFacts[],
  now: Instant,
): Promise<Pick<Facts, 'window' | 'waves' | 'deployed' | 'restored' | 'arms'>> {
  const { state, policy } = rollout
  const wave = waveInPlay(rollout)
  // Long enough to hold the samples a verdict needs, short enough that a late regression is not diluted.
  const span = 1000 * Math.max(60, soakOf(policy, wave))
  const window = { from: (now - span) as Instant, to: now }
  const targets = {
    artifacts: [...new Set(devices.flatMap((device) => device.targetSha256 ?? []))],
    configs: [...new Set(devices.flatMap((device) => device.targetConfigDigest ?? []))],
  }
  const current = await measureByWave(db, rollout.id, window.from, targets, 'target')
  const verifying = state.phase === 'verifying-rollback'
  const back = verifying ? await measureByWave(db, rollout.id, state.since, targets, 'previous') : new Map()
  const exposed = records.filter((record) => record.exposedAt !== null)
  const baselineOf = (some: readonly DeviceRecord[]) =>
    mergeMeasurements(some.flatMap((record) => Measurement.nullable().parse(record.baseline) ?? []))
  const inScope = verifying ? exposed.filter((record) => isInScope(state, record)) : exposed
  const backScope = verifying && state.scope === 'wave' ? [back.get(wave) ?? NOTHING_MEASURED] : [...back.values()]
  const waves = new Map(
    [...Map.groupBy(exposed, (record) => record.wave)].map(([number, some]) => [
      number,
      { baseline: baselineOf(some), current: current.get(number) ?? NOTHING_MEASURED },
    ]),
  )
  const holding = new Set(devices.filter(isExposed).map((device) => device.wave))
  return {
    window,
    waves,
    deployed: {
      baseline: baselineOf(exposed.filter((record) => holding.has(record.wave))),
      current: mergeMeasurements([...current].flatMap(([number, measured]) => (holding.has(number) ? [measured] : []))),
    },
    arms: await loadArms(db, rollout, devices, targets, window.from, (arm) =>
      baselineOf(exposed.filter((record) => record.arm === arm)),
    ),
    restored: { baseline: baselineOf(inScope), current: mergeMeasurements(backScope) },
  }
}

const isInScope = (state: Extract<RolloutState, { phase: 'verifying-rollback' }>, record: DeviceRecord): boolean => {
  switch (state.scope) {
    case 'wave':
      return record.wave === state.wave
    case 'arm':
      return record.arm === state.arm
    case 'deployed':
      return true
  }
}

/** each arm for itself while there are two, and while they are compared each of their devices. */
async function loadArms(
  db: Prisma.TransactionClient,
  rollout: Rollout,
  devices: readonly DeviceFacts[],
  targets: Targets,
  from: Instant,
  baselineOf: (arm: Arm) => Measurement,
): Promise<ArmsFacts | null> {
  if (!devices.some(({ arm }) => arm !== null)) return null
  const { state } = rollout
  const current = await measureByArm(db, rollout.id, from, targets, 'target')
  const of = (arm: Arm) => ({ baseline: baselineOf(arm), current: current.get(arm) ?? NOTHING_MEASURED })
  return {
    a: of('a'),
    b: of('b'),
    devices:
      state.phase === 'comparing'
        ? await measureInArms(db, rollout.id, state.since, targets, 'target')
        : new Map<DeviceId, Measurement>(),
  }
}

/** The wave whose gate is being read. While an approval is waited for, that is the canary, not the wave asked for. */
export function waveInPlay({ state, plan }: Rollout): number {
  if (state.phase === 'awaiting-approval') return state.wave - 1
  return 'wave' in state ? state.wave : plan.waves.length - 1
}

async function approvalFacts(db: Prisma.TransactionClient, { state }: Rollout): Promise<Facts['approval']> {
  if (state.phase !== 'awaiting-approval') return null
  const row = await db.approval.findUnique({
    where: { id: state.approval },
    include: { decisions: { orderBy: { id: 'asc' } } },
  })
  if (!row) return null
  return {
    id: ApprovalId.parse(row.id),
    needed: row.needed,
    expiresAt: row.expiresAt.getTime() as Instant,
    decisions: row.decisions.map((one) => ({
      name: one.userName,
      decision: z.enum(['approve', 'reject']).parse(one.decision),
      comment: one.comment,
    })),
  }
}

const instant = (date: Date | null | undefined): Instant | null => (date ? (date.getTime() as Instant) : null)
