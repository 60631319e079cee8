import { driftRows } from '../adapters/prisma/drift-groups.ts'
import { reconciledLately } from '../adapters/prisma/drift-rules.ts'
import { flappingBecause } from '../domain/drift/flapping.ts'
import { ENDED_PHASES } from '../domain/rollout/ended-phases.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { PreviewReconcile, ReconcilePreview } from '../protocol/commands/drift-acts.ts'
import { CANARY_ABOVE, driftName } from '../protocol/drift.ts'
import { DeviceId, type Instant } from '../protocol/ids.ts'
import type { CommandContext } from './command-context.ts'
import { devicesOf } from './reconcile-drift.ts'

const PER_MINUTE = 5

/** What a reconcile would do, before anybody asks for it: exact keys, restarts, order, who waits and why. */
export async function previewReconcile(
  ctx: CommandContext,
  { target }: PreviewReconcile,
): Promise<Ack<ReconcilePreview>> {
  const rows = await driftRows(ctx.db, target)
  const devices = devicesOf(rows)
  if (devices.length === 0) return refuse('conflict', 'Nothing differs there any more: there is nothing to reconcile.')
  const ids = devices.map(({ deviceId }) => deviceId)
  const [known, history, fleet] = await Promise.all([
    ctx.db.device.findMany({
      where: { id: { in: ids } },
      select: {
        id: true,
        quarantineReason: true,
        status: { select: { online: true } },
        rollouts: {
          where: { rollout: { phase: { notIn: [...ENDED_PHASES] } } },
          select: { rollout: { select: { name: true } } },
          take: 1,
        },
      },
    }),
    reconciledLately(ctx.db, ids, ctx.now),
    ctx.db.device.count({ where: { revokedAt: null } }),
  ])
  const byId = new Map(known.map((device) => [device.id, device]))
  const flaps = new Map(
    rows.flatMap((row) => {
      const since = row.since.getTime() as Instant
      const because = flappingBecause({ name: driftName(row), since }, history.get(row.deviceId) ?? [], ctx.now)
      return because ? [[row.deviceId as string, because] as const] : []
    }),
  )
  const canaryFirst = devices.length > CANARY_ABOVE
  return accept({
    devices: devices.slice(0, 200).map(({ deviceId, name, keys }) => {
      const device = byId.get(deviceId)
      const rollout = device?.rollouts[0]?.rollout.name
      const note = rollout
        ? `waits: the rollout “${rollout}” decides about it`
        : device?.quarantineReason
          ? `waits: it is quarantined (${device.quarantineReason})`
          : device?.status?.online === false
            ? 'waits: it is away, and is asked when it is back'
            : (flaps.get(deviceId) ?? null)
      return { id: DeviceId.parse(deviceId), name, keys: [...keys], restart: restartOf(keys), note }
    }),
    count: devices.length,
    fleet,
    canaryFirst,
    order: canaryFirst
      ? `One device first. The other ${devices.length - 1} follow only after it proved healthy, ${PER_MINUTE} a minute. The first failure stops the rest.`
      : `${PER_MINUTE} a minute. The first failure stops the rest.`,
  })
}

function restartOf(keys: readonly string[]): string {
  if (keys.some((key) => key.startsWith('version:'))) return 'Yes: the release it should run is installed and started'
  if (keys.some((key) => key.startsWith('file:')))
    return 'Yes: the release is laid anew into the other slot, which loses what it holds'
  return 'Only if the application was started with the other values'
}
