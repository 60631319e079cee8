import { comparisonAfter } from '../../domain/comparison/arms.ts'
import { canBePaused } from '../../domain/rollout/acts.ts'
import { arrivedOnTarget } from '../../domain/rollout/expose.ts'
import type { Decision } from '../../domain/rollout/rollout.ts'
import { failureIn } from '../../domain/rollout/unexplained.ts'
import type { LoadedRollout } from '../../engine/ports.ts'
import { stateByte } from '../../protocol/device-state.ts'
import type { GateReading } from '../../protocol/evidence.ts'
import type { Instant } from '../../protocol/ids.ts'
import { closeApproval, requestApproval } from './commit-approval.ts'
import { writeDecisionAudit } from './decision-audit.ts'
import type { DecisionWriter } from './decision-writer.ts'
import { Prisma, type PrismaClient } from './generated/client.ts'
import { holdsClaim } from './lease.ts'
import { captureBaseline } from './rollout-evidence.ts'
import { toDate } from './rollout-row.ts'
import { lockPlans, rolloutsAhead } from './rollouts-ahead.ts'
import { linesAreKept, siteLines } from './site-lines.ts'
import { surroundings } from './surroundings.ts'

class LostRace extends Error {}

/** The whole decision or nothing: state, devices, desired states, approvals, audit and ledger in one transaction. */
export async function commitDecision(
  db: PrismaClient,
  seen: LoadedRollout,
  decision: Decision,
  now: Instant,
  ledger: DecisionWriter,
): Promise<'committed' | 'lost'> {
  const entry = await ledger.prepare(db, seen, decision, now)
  try {
    await db.$transaction(async (tx) => {
      if (!(await holdsClaim(tx, seen))) throw new LostRace()
      if (await budgetWasTaken(tx, seen, decision)) throw new LostRace()
      if (await lineWasTaken(tx, seen, decision)) throw new LostRace()
      if (await turnWasTaken(tx, seen, decision, now)) throw new LostRace()
      await advance(tx, seen, decision, now)
      await moveDevices(tx, seen, decision, now)
      for (const effect of decision.effects) {
        if (effect.kind === 'capture-baseline') {
          await captureBaseline(
            tx,
            seen.rollout.id,
            (now - seen.rollout.policy.baselineWindowSeconds * 1000) as Instant,
          )
        }
        if (effect.kind === 'request-approval') await requestApproval(tx, seen, effect, now)
        if (effect.kind === 'close-approval') await closeApproval(tx, effect, now)
      }
      await writeDecisionAudit(tx, seen, decision, now)
      await ledger.write(tx, entry)
    })
    ledger.committed(entry)
    return 'committed'
  } catch (cause) {
    if (cause instanceof LostRace) return 'lost'
    throw cause
  }
}

/** Two rollouts that look at the same time may both see the last place of a disruption budget free: the later looks again. */
async function budgetWasTaken(
  tx: Prisma.TransactionClient,
  { rollout, facts }: LoadedRollout,
  decision: Decision,
): Promise<boolean> {
  if (!facts.surroundings || !decision.devices.some(({ desired }) => desired === 'target')) return false
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('rollout:budget', 0))`
  const own = new Set(facts.devices.flatMap(({ deviceId, superseded }) => (superseded ? [] : [deviceId])))
  const now = await surroundings(tx, rollout.policy.budget, facts.devices, own)
  const before = new Set(facts.surroundings.away.map(({ deviceId }) => deviceId))
  return now?.away.some(({ deviceId }) => !before.has(deviceId)) ?? false
}

/** The same for the line of a site. */
async function lineWasTaken(
  tx: Prisma.TransactionClient,
  { rollout: { id, policy }, facts }: LoadedRollout,
  decision: Decision,
): Promise<boolean> {
  const told = new Set(decision.devices.flatMap(({ desired, deviceId }) => (desired === 'target' ? [deviceId] : [])))
  const cap = policy.ramp.bytesPerSecondPerSite
  if (told.size === 0 || !(await linesAreKept(tx, id, cap))) return false
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('rollout:lines', 0))`
  const sites = new Set(facts.devices.flatMap(({ deviceId, siteId }) => (told.has(deviceId) ? [siteId] : [])))
  const before = new Set(facts.lines.map(({ deviceId }) => deviceId))
  return (await siteLines(tx, id, cap, [...sites])).some(({ deviceId }) => !before.has(deviceId))
}

const takesItsTurn = ({ rollout: { state } }: LoadedRollout, decision: Decision) =>
  state.phase === 'preparing' && state.queue !== undefined && decision.state.phase === 'validating'

/** Two that wait for the same devices and look at the same time may both see nobody ahead: the later looks again. */
async function turnWasTaken(
  tx: Prisma.TransactionClient,
  seen: LoadedRollout,
  decision: Decision,
  now: Instant,
): Promise<boolean> {
  const { id, state } = seen.rollout
  if (!takesItsTurn(seen, decision) || state.phase !== 'preparing' || !state.queue) return false
  await lockPlans(tx)
  return (await rolloutsAhead(tx, id, state.queue, now)).length > 0
}

/** Nothing was decided: keep the newest reading, the reason for waiting, and when to look again. */
export async function restRollout(db: PrismaClient, seen: LoadedRollout, decision: Decision): Promise<void> {
  const comparison = comparisonAfter(seen.rollout.comparison, decision)
  const { count } = await db.rollout.updateMany({
    where: { id: seen.rollout.id, version: seen.version, leaseFence: seen.fence },
    data: {
      ...(seen.facts.preflight.length > 0 ? { preflight: [...seen.facts.preflight] } : {}),
      readings: withReading(seen.readings, decision.reading),
      because: decision.because || seen.because,
      nextWakeAt: decision.wakeAt === null ? null : toDate(decision.wakeAt),
      active: decision.active,
      ...(comparison ? { comparison } : {}),
    },
  })
  if (count === 0) return // somebody decided meanwhile; the next tick looks again
}

/** Write only if what was seen is still true. */
async function advance(
  tx: Prisma.TransactionClient,
  seen: LoadedRollout,
  decision: Decision,
  now: Instant,
): Promise<void> {
  const { state } = decision
  const begins = state.phase === 'deploying' && state.wave === 0 && seen.rollout.state.phase === 'validating'
  const ends = 'at' in state && !('at' in seen.rollout.state)
  const failure = failureIn(state)
  const comparison = comparisonAfter(seen.rollout.comparison, decision)
  const { count } = await tx.rollout.updateMany({
    where: { id: seen.rollout.id, version: seen.version },
    data: {
      state,
      phase: state.phase,
      because: decision.because || seen.because,
      readings: withReading(seen.readings, decision.reading),
      ...(seen.facts.preflight.length > 0 ? { preflight: [...seen.facts.preflight] } : {}),
      version: seen.version + 1,
      active: decision.active,
      nextWakeAt: decision.wakeAt === null ? null : toDate(decision.wakeAt),
      ...(takesItsTurn(seen, decision) ? { turnAt: toDate(now) } : {}),
      ...(begins ? { startedAt: toDate(now) } : {}),
      ...(ends ? { endedAt: toDate(now) } : {}),
      ...(failure ? { failure } : {}),
      ...(comparison ? { comparison } : {}),
      ...(canBePaused(state) ? {} : { paused: Prisma.DbNull }),
    },
  })
  if (count === 0) throw new LostRace()
}

function withReading(readings: readonly GateReading[], reading: GateReading | null): GateReading[] {
  if (!reading) return [...readings]
  return [...readings.filter((one) => one.wave !== reading.wave), reading].toSorted((a, b) => a.wave - b.wave)
}

/** One statement for the devices' places, one for their new desired states: generations are given by the database. */
async function moveDevices(
  tx: Prisma.TransactionClient,
  seen: LoadedRollout,
  decision: Decision,
  now: Instant,
): Promise<void> {
  const { devices } = decision
  if (devices.length === 0) return
  const rollout = seen.rollout.id
  const at = toDate(now)
  await tx.$executeRaw`
    update "RolloutDevice" r set "state" = c.state, "because" = c.because, "changedAt" = ${at},
      "failure" = case when c.failure = 'null' then r."failure" else c.failure::jsonb end,
      "onTargetSince" = case when c.arrived then coalesce(r."onTargetSince", ${at}::timestamptz) else r."onTargetSince" end
    from unnest(
      ${devices.map((one) => one.deviceId)}::text[], ${devices.map((one) => stateByte(one.state))}::int[],
      ${devices.map((one) => one.because)}::text[], ${devices.map((one) => JSON.stringify(one.failure))}::text[],
      ${devices.map((one) => arrivedOnTarget(one, seen.facts.devices[one.index]))}::bool[]
    ) as c("deviceId", state, because, failure, arrived)
    where r."rolloutId" = ${rollout} and r."deviceId" = c."deviceId"`

  const leaving = devices.filter((one) => one.leavesArm).map((one) => one.deviceId)
  if (leaving.length > 0) await leaveArm(tx, rollout, leaving)
  const told = devices.filter((one) => one.desired !== null)
  if (told.length === 0) return
  await tx.$executeRaw`
    with told as (
      select * from unnest(
        ${told.map((one) => one.deviceId)}::text[], ${told.map((one) => one.desired === 'target')}::bool[],
        ${told.map((one) => one.reason ?? 'rollout')}::text[], ${told.map((one) => one.traffic ?? null)}::text[]
      ) as t("deviceId", forward, reason, traffic)
    ), placed as (
      select t.*, r."fromSnapshotId", r."toSnapshotId" as own, d."snapshotId" as held,
        greatest(coalesce(d."generation", 0), coalesce(s."generation", 0)) + 1 as next
      from told t
      join "RolloutDevice" r on r."deviceId" = t."deviceId" and r."rolloutId" = ${rollout}
      left join "Desired" d on d."deviceId" = t."deviceId"
      left join "DeviceStatus" s on s."deviceId" = t."deviceId"
    ), written as (
      insert into "Desired" ("deviceId", "generation", "snapshotId", "rolloutId", "reason", "traffic", "trial", "bytesPerSecond", "issuedAt")
      select p."deviceId", p.next, case when p.forward then coalesce(p.own, o."toSnapshotId") else p."fromSnapshotId" end,
        ${rollout}, p.reason, p.traffic, ${JSON.stringify(seen.rollout.policy.trial)}::jsonb,
        case when p.forward then ${seen.rollout.plan.downloads?.bytesPerSecond ?? null}::bigint end, ${at}
      from placed p join "Rollout" o on o."id" = ${rollout}
      on conflict ("deviceId") do update set
        "generation" = greatest(excluded."generation", "Desired"."generation" + 1), "snapshotId" = excluded."snapshotId",
        "rolloutId" = excluded."rolloutId", "reason" = excluded."reason", "traffic" = excluded."traffic", "trial" = excluded."trial",
        "bytesPerSecond" = excluded."bytesPerSecond", "issuedAt" = excluded."issuedAt"
      returning "deviceId", "generation"
    )
    update "RolloutDevice" r set "generation" = w."generation", "traffic" = p.traffic,
      "exposedAt" = case when p.forward then ${at} else r."exposedAt" end,
      "onTargetSince" = case when p.forward then null else r."onTargetSince" end,
      "onTargetUntil" = case when p.forward then null else ${at}::timestamptz end,
      "fromSnapshotId" = coalesce(r."fromSnapshotId", p.held)
    from written w join placed p on p."deviceId" = w."deviceId"
    where r."rolloutId" = ${rollout} and r."deviceId" = w."deviceId"`
}

/** As if this rollout had not touched it: what its arm did to it is told by the comparison, and must not speak for what was picked. */
const leaveArm = (tx: Prisma.TransactionClient, rolloutId: string, devices: readonly string[]) =>
  tx.rolloutDevice.updateMany({
    where: { rolloutId, deviceId: { in: [...devices] } },
    data: {
      arm: null,
      toSnapshotId: null,
      exposedAt: null,
      onTargetSince: null,
      onTargetUntil: null,
      failure: Prisma.DbNull,
    },
  })
