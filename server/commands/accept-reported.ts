import { secretPaths } from '../adapters/prisma/current-config.ts'
import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { snapshotOf } from '../adapters/prisma/snapshots.ts'
import { counted } from '../domain/counted.ts'
import { type Ack, accept, type Refusal } from '../protocol/ack.ts'
import type { AcceptReported, ReportedAccepted } from '../protocol/commands/drift-acts.ts'
import { ReleaseId } from '../protocol/ids.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'
import { type Acceptance, planAcceptance } from './plan-acceptance.ts'
import { writeConfigLayer } from './write-config-layer.ts'

/**
 * Takes what devices report as what is desired of them. A layer says the value from now on, so that the next rollout keeps it; and
 * what the devices should run becomes a snapshot with it, under the generation they have: nothing is sent, nothing restarts.
 */
export async function acceptReported(ctx: CommandContext, asked: AcceptReported): Promise<Ack<ReportedAccepted>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'accept what devices report')
  if (forbidden) return forbidden
  const accepted = await ctx.db
    .$transaction(async (tx): Promise<Ack<ReportedAccepted>> => {
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('config', 0))`
      const planned = await planAcceptance(tx, asked)
      if (!planned.ok) return planned
      const { layers, moves, devices } = planned.value
      const secrets = await secretPaths(tx)
      for (const layer of layers)
        await writeConfigLayer(tx, ctx, { ...layer, secrets, reason: `taken from the device: ${asked.reason}` })
      const snapshots: number[] = []
      for (const move of moves) snapshots.push(await moveTo(tx, ctx, planned.value, move, asked.reason))
      return accept({ devices: devices.length, snapshots })
    })
    .catch(lostRace)
  if (accepted.ok) {
    ctx.tell.changed('drift')
    ctx.tell.changed('fleet')
  }
  return accepted
}

async function moveTo(
  tx: Prisma.TransactionClient,
  ctx: CommandContext,
  { devices, key, value }: Acceptance,
  { from, releaseId, config }: Acceptance['moves'][number],
  reason: string,
): Promise<number> {
  const number = await snapshotOf(tx, ReleaseId.parse(releaseId), config, ctx.person.id)
  const here = devices.filter(({ desired }) => desired.snapshotId === from)
  await tx.snapshot.updateMany({
    where: { id: number, note: '' },
    data: { note: `Snapshot ${from} with ${key} as ${counted(here.length, 'device')} had it` },
  })
  for (const { id, desired } of here) {
    const { count } = await tx.desired.updateMany({
      where: { deviceId: id, snapshotId: from, generation: desired.generation },
      data: { snapshotId: number, reason: 'adopted', traffic: null, rolloutId: null, issuedAt: new Date(ctx.now) },
    })
    if (count === 0) throw new Moved(id)
    await tx.driftItem.deleteMany({ where: { deviceId: id, kind: 'config', key } })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'drift.accept',
      object: { kind: 'device', id },
      deviceId: id,
      outcome: 'done',
      reason: `${key} as reported; snapshot ${from} → ${number}: ${reason}`,
      after: { key, value, snapshot: number },
    })
  }
  const ids = here.map(({ id }) => id)
  await tx.driftState.updateMany({
    where: { deviceId: { in: ids }, device: { drift: { none: {} } } },
    data: { verdict: 'in-sync', because: 'it runs what it should' },
  })
  return number
}

/** Something else was asked of a device while this was written: nothing of it stays. */
class Moved extends Error {}

function lostRace(cause: unknown): { ok: false; refusal: Refusal } {
  if (!(cause instanceof Moved)) throw cause
  const message = `Something else was asked of ${cause.message} meanwhile: look again, then decide.`
  return { ok: false, refusal: { code: 'stale', message } }
}
