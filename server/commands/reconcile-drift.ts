import { type DriftRow, driftRows } from '../adapters/prisma/drift-groups.ts'
import { counted } from '../domain/counted.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { Reconcile, ReconcileOpened } from '../protocol/commands/drift-acts.ts'
import { driftName } from '../protocol/drift.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'
import { openRun } from './open-reconcile-run.ts'

/** Brings devices back to what they should be, one careful step after the other; what differs now is what is put right. */
export async function reconcileDrift(
  ctx: CommandContext,
  { target, reason, perMinute }: Reconcile,
): Promise<Ack<ReconcileOpened>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'reconcile devices')
  if (forbidden) return forbidden
  return ctx.db.$transaction(async (tx) => {
    const devices = devicesOf(await driftRows(tx, target))
    if (devices.length === 0)
      return refuse('conflict', 'Nothing differs there any more: there is nothing to reconcile.')
    // One act at a time on a device: who asks twice at once is told.
    await tx.$queryRaw`select 1 from "Device" where id = any(${devices.map(({ deviceId }) => deviceId)}::text[]) order by id for update`
    const busy = await tx.reconcileDevice.findFirst({
      where: { deviceId: { in: devices.map(({ deviceId }) => deviceId) }, state: { in: ['waiting', 'asked'] } },
      select: { deviceId: true, run: { select: { createdByName: true } } },
    })
    if (busy)
      return refuse('conflict', `${busy.deviceId} is being reconciled already, asked by ${busy.run.createdByName}.`)
    const id = ctx.newId()
    const by = { id: ctx.person.id, name: ctx.person.name }
    await openRun(tx, { id, ruleId: null, by, reason, perMinute, devices, now: ctx.now })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', ...by },
      action: 'drift.reconcile',
      object: { kind: 'reconcile', id },
      outcome: 'done',
      reason: [counted(devices.length, 'device'), reason].filter(Boolean).join(': '),
      after: devices.slice(0, 50).map(({ deviceId, keys }) => ({ deviceId, keys: keys.slice(0, 10) })),
    })
    ctx.tell.changed('drift')
    return accept({ id, devices: devices.length })
  })
}

export type ToReconcile = { readonly deviceId: string; readonly name: string; readonly keys: readonly string[] }

/** Each device once, with everything that differs on it. */
export function devicesOf(rows: readonly DriftRow[]): ToReconcile[] {
  const found = new Map<string, { deviceId: string; name: string; keys: string[] }>()
  for (const row of rows) {
    const device = found.get(row.deviceId) ?? { deviceId: row.deviceId, name: row.name, keys: [] }
    device.keys.push(driftName(row))
    found.set(row.deviceId, device)
  }
  return [...found.values()]
}
