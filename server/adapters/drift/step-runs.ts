import { audit } from '../../commands/audit.ts'
import { type RunStep, stepRun } from '../../domain/drift/step-run.ts'
import { ENDED_PHASES } from '../../domain/rollout/ended-phases.ts'
import { driftName } from '../../protocol/drift.ts'
import { DeviceId, type Instant } from '../../protocol/ids.ts'
import { Reported } from '../../protocol/reported.ts'
import { TrialPolicy } from '../../protocol/trial.ts'
import type { Prisma, PrismaClient } from '../prisma/generated/client.ts'

/** How a device proves itself after it was put right: as in a rollout, and quickly, for it ran all this before. */
const TRIAL = TrialPolicy.parse({
  windowSeconds: 120,
  minReadySeconds: 5,
  intervalSeconds: 1,
  timeoutSeconds: 5,
  maxRestarts: 3,
  restartWindowSeconds: 120,
  maxMemoryPercent: 95,
})

const WITH_DEVICES = {
  devices: {
    orderBy: { place: 'asc' },
    include: {
      device: {
        select: {
          quarantineReason: true,
          revokedAt: true,
          status: { select: { online: true, reported: true } },
          drift: { select: { kind: true, key: true } },
          rollouts: {
            where: { rollout: { phase: { notIn: [...ENDED_PHASES] } } },
            select: { rollout: { select: { name: true } } },
            take: 1,
          },
        },
      },
    },
  },
} satisfies Prisma.ReconcileRunInclude

type Row = Prisma.ReconcileRunGetPayload<{ include: typeof WITH_DEVICES }>

/** One look at every reconcile that is under way. Answers the devices that were asked, and whether anything moved. */
export async function stepRuns(db: PrismaClient, now: Instant): Promise<{ asked: DeviceId[]; moved: DeviceId[] }> {
  const runs = await db.reconcileRun.findMany({ where: { state: 'running' }, include: WITH_DEVICES })
  const asked: DeviceId[] = []
  const moved: DeviceId[] = []
  for (const run of runs) {
    const step = stepRun({ perMinute: run.perMinute, devices: run.devices.map(runDevice) }, now)
    const told = await db.$transaction((tx) => perform(tx, run, step, now))
    asked.push(...told)
    moved.push(...told, ...step.ended.map(({ deviceId }) => DeviceId.parse(deviceId)))
  }
  return { asked, moved }
}

function runDevice({ deviceId, state, askedAt, generation, keys, device }: Row['devices'][number]) {
  const differs = new Set(device.drift.map(driftName))
  const rollout = device.rollouts[0]?.rollout.name
  return {
    deviceId,
    state: state as 'waiting' | 'asked' | 'healthy' | 'failed' | 'skipped',
    askedAt: askedAt && (askedAt.getTime() as Instant),
    generation: generation === null ? null : Number(generation),
    reported: Reported.safeParse(device.status?.reported).data ?? null,
    online: device.status?.online ?? false,
    heldBy: rollout
      ? `the rollout “${rollout}” decides about it`
      : device.revokedAt
        ? 'it was revoked'
        : device.quarantineReason && `it is quarantined: ${device.quarantineReason}`,
    inSync: !keys.some((name) => differs.has(name)),
  }
}

async function perform(tx: Prisma.TransactionClient, run: Row, step: RunStep, now: Instant): Promise<DeviceId[]> {
  const at = new Date(now)
  // One server at a time: what another has done since is no longer waiting, and is not asked again.
  await tx.$queryRaw`select 1 from "ReconcileRun" where id = ${run.id} for update`
  for (const { deviceId, state, because } of step.ended) {
    const { count } = await tx.reconcileDevice.updateMany({
      where: { runId: run.id, deviceId, state: { in: ['waiting', 'asked'] } },
      data: { state, because, endedAt: at },
    })
    if (count > 0 && state !== 'skipped') await say(tx, run, deviceId, `device.reconcile-${state}`, because, now)
  }
  const told = step.ask.length > 0 ? await ask(tx, run, step.ask, now) : []
  const ended = step.state !== 'running'
  const { count } = await tx.reconcileRun.updateMany({
    where: { id: run.id, state: 'running' },
    data: { because: step.because, ...(ended ? { state: step.state, endedAt: at } : {}) },
  })
  if (ended && count > 0) {
    await audit(tx, {
      at: now,
      actor: { kind: 'engine', id: 'engine', name: 'Wavegate' },
      action: `drift.reconcile-${step.state}`,
      object: { kind: 'reconcile', id: run.id },
      outcome: 'done',
      reason: step.because,
    })
    // A rule that has failed once must not go on failing: a person looks at it first.
    if (step.state === 'stopped' && run.ruleId)
      await tx.driftRule.update({ where: { id: run.ruleId }, data: { stoppedAt: at, stoppedBecause: step.because } })
  }
  return told
}

/** A new generation of the same desired state, unless a rollout or a person took the device meanwhile. */
async function ask(tx: Prisma.TransactionClient, run: Row, ids: readonly string[], now: Instant): Promise<DeviceId[]> {
  const rows = await tx.$queryRaw<{ deviceId: string; generation: bigint }[]>`
    update "Desired" w set generation = greatest(w.generation, coalesce(s.generation, 0)) + 1, reason = 'reconcile', traffic = null,
      "issuedAt" = ${new Date(now)}, trial = ${JSON.stringify(TRIAL)}::jsonb
    from "Device" d left join "DeviceStatus" s on s."deviceId" = d.id
    where w."deviceId" = any(${[...ids]}::text[]) and d.id = w."deviceId" and d."revokedAt" is null and d."quarantinedAt" is null
      and exists (select 1 from "ReconcileDevice" c where c."runId" = ${run.id} and c."deviceId" = d.id and c.state = 'waiting')
      and not exists (select 1 from "RolloutDevice" r join "Rollout" o on o.id = r."rolloutId"
        where r."deviceId" = d.id and o.phase <> all(${[...ENDED_PHASES]}::text[]))
    returning w."deviceId", w.generation`
  for (const { deviceId, generation } of rows) {
    await tx.reconcileDevice.updateMany({
      where: { runId: run.id, deviceId, state: 'waiting' },
      data: { state: 'asked', generation, askedAt: new Date(now) },
    })
    const keys = run.devices.find((device) => device.deviceId === deviceId)?.keys ?? []
    await say(tx, run, deviceId, 'device.reconcile', `${keys.slice(0, 10).join(', ')}; ${run.reason}`, now)
  }
  return rows.map(({ deviceId }) => DeviceId.parse(deviceId))
}

const say = (tx: Prisma.TransactionClient, run: Row, deviceId: string, action: string, reason: string, at: Instant) =>
  audit(tx, {
    at,
    actor: run.ruleId
      ? { kind: 'engine', id: 'engine', name: run.createdByName }
      : { kind: 'person', id: run.createdBy, name: run.createdByName },
    action,
    object: { kind: 'device', id: deviceId },
    deviceId,
    outcome: 'done',
    reason,
  })
