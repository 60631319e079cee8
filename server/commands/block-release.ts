import { Prisma } from '../adapters/prisma/generated/client.ts'
import { parseRollout, WITH_TARGET } from '../adapters/prisma/rollout-row.ts'
import { canBePaused } from '../domain/rollout/acts.ts'
import { ENDED_PHASES } from '../domain/rollout/ended-phases.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { MarkRelease, ReleaseBlocked } from '../protocol/commands/mark-release.ts'
import { type ReleaseId, RolloutId } from '../protocol/ids.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/**
 * Nobody chooses this release any more, and rollouts that are moving devices to it stand still with the reason. Those that are going
 * back go on going back.
 */
export async function blockRelease(
  ctx: CommandContext,
  id: ReleaseId,
  { reason }: MarkRelease,
): Promise<Ack<ReleaseBlocked>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'block a release')
  if (forbidden) return forbidden
  const blocked = await ctx.db.$transaction(async (tx): Promise<Ack<ReleaseBlocked>> => {
    const { count } = await tx.release.updateMany({
      where: { id, blockedAt: null },
      data: { blockedAt: new Date(ctx.now), blockedBy: ctx.person.name, blockedReason: reason },
    })
    const release = await tx.release.findUnique({ where: { id } })
    if (!release) return refuse('not-found', 'There is no such release.')
    if (count === 0) return refuse('conflict', `It was blocked by ${release.blockedBy ?? 'somebody'} already.`)
    const because = `${release.name} ${release.version} was blocked by ${ctx.person.name}: ${reason}`
    const paused = await pauseRollouts(tx, ctx, id, because)
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'release.block',
      object: { kind: 'release', id },
      outcome: 'done',
      reason,
      after: { paused },
    })
    return accept({ paused })
  })
  if (!blocked.ok) return blocked
  for (const rollout of blocked.value.paused) ctx.tell.changed(`rollout:${rollout}`)
  for (const room of ['releases', 'rollouts', 'fleet'] as const) ctx.tell.changed(room)
  ctx.nudge()
  return blocked
}

async function pauseRollouts(
  tx: Prisma.TransactionClient,
  ctx: CommandContext,
  releaseId: ReleaseId,
  because: string,
): Promise<RolloutId[]> {
  // Held until the block is written: the engine's next decision sees the pause, or is seen here.
  await tx.$executeRaw`
    select r."id" from "Rollout" r join "Snapshot" s on s."id" in (r."toSnapshotId", r."otherSnapshotId")
    where s."releaseId" = ${releaseId} for update of r`
  const rows = await tx.rollout.findMany({
    where: {
      OR: [{ toSnapshot: { releaseId } }, { otherSnapshot: { releaseId } }],
      phase: { notIn: [...ENDED_PHASES] },
      paused: { equals: Prisma.AnyNull },
    },
    include: WITH_TARGET,
  })
  const moving = rows.filter((row) => canBePaused(parseRollout(row).state))
  for (const row of moving) {
    await tx.rollout.update({
      where: { id: row.id },
      data: {
        version: row.version + 1,
        paused: { since: ctx.now, by: ctx.person.name, reason: because },
        because: `Paused: ${because}.`,
        active: true,
        nextWakeAt: new Date(ctx.now),
      },
    })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'rollout.pause',
      object: { kind: 'rollout', id: row.id },
      rolloutId: row.id,
      outcome: 'done',
      reason: because,
    })
  }
  return moving.map((row) => RolloutId.parse(row.id))
}
