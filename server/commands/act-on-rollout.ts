import { bytesGone } from '../adapters/prisma/artifact-gone.ts'
import { Prisma } from '../adapters/prisma/generated/client.ts'
import { parseRollout, WITH_TARGET } from '../adapters/prisma/rollout-row.ts'
import { mayAct, type RolloutAct } from '../domain/rollout/acts.ts'
import type { Rollout } from '../domain/rollout/rollout.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { Comparison } from '../protocol/comparison.ts'
import type { RolloutId } from '../protocol/ids.ts'
import type { Paused, RolloutState } from '../protocol/rollout-state.ts'
import type { ActPermission } from '../protocol/views/person.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { holdRollout } from './hold-rollout.ts'

export type ActChange = {
  readonly state?: RolloutState
  readonly paused?: Paused | null
  readonly because: string
  readonly comparison?: Comparison
  /** the other arm was picked: from now on it is what the rollout goes to */
  readonly takesOther?: boolean
}

/** An act that is judged by more than who it is and where the rollout stands. */
export type JudgedAct = {
  readonly name: string
  may(rollout: Rollout & { readonly plannedBy: string | null }): ActPermission
}

const WITH_PLANNER = { ...WITH_TARGET, document: { select: { createdBy: true } } } as const

/** What every act on a rollout shares: hold it, may they, can it, write, audit, tell, nudge. */
export async function actOnRollout(
  ctx: CommandContext,
  id: RolloutId,
  act: RolloutAct | JudgedAct,
  reason: string,
  change: (rollout: Rollout) => ActChange,
): Promise<Ack<null>> {
  const done = await ctx.db.$transaction(async (tx): Promise<Ack<null>> => {
    await holdRollout(tx, id)
    const row = await tx.rollout.findUnique({ where: { id }, include: WITH_PLANNER })
    if (!row) return refuse('not-found', 'There is no such rollout.')
    const rollout = parseRollout(row)
    const may =
      typeof act === 'string'
        ? mayAct(act, rollout, ctx.person)
        : act.may({ ...rollout, plannedBy: row.document?.createdBy ?? null })
    if (!may.allowed) return refuse(may.because.startsWith('Needs') ? 'forbidden' : 'conflict', may.because)
    const { release } = row.toSnapshot
    if (act === 'resume' && release.blockedAt)
      return refuse(
        'conflict',
        `${release.name} ${release.version} is blocked (${release.blockedReason}): unblock it, or roll back.`,
      )
    const gone = act === 'rollBack' ? await bytesGone(tx, await releasesBehind(tx, id)) : null
    if (gone) return refuse('conflict', gone)
    const next = change(rollout)
    await tx.rollout.update({
      where: { id },
      data: {
        version: row.version + 1,
        because: next.because,
        active: true,
        nextWakeAt: new Date(ctx.now),
        ...(next.state ? { state: next.state, phase: next.state.phase, endedAt: null } : {}),
        ...(next.comparison ? { comparison: next.comparison } : {}),
        ...(next.takesOther && row.otherSnapshotId !== null
          ? { toSnapshotId: row.otherSnapshotId, otherSnapshotId: row.toSnapshotId }
          : {}),
        ...(next.paused === undefined ? {} : { paused: next.paused ?? Prisma.DbNull }),
      },
    })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: `rollout.${typeof act === 'string' ? act : act.name}`,
      object: { kind: 'rollout', id },
      rolloutId: id,
      outcome: 'done',
      reason: reason || next.because,
      before: { state: rollout.state, paused: rollout.paused },
      after: {
        state: next.state ?? rollout.state,
        paused: next.paused ?? null,
        ...(next.comparison ? { comparison: next.comparison } : {}),
      },
    })
    await voidOpenApproval(tx, ctx, id, next.state)
    return accept(null)
  })
  if (done.ok) {
    for (const room of [`rollout:${id}`, 'rollouts', 'fleet', 'approvals'] as const) ctx.tell.changed(room)
    ctx.nudge()
  }
  return done
}

/** A rollout that turns back no longer asks for anything. */
async function voidOpenApproval(
  tx: Prisma.TransactionClient,
  ctx: CommandContext,
  rolloutId: RolloutId,
  state: RolloutState | undefined,
): Promise<void> {
  if (state?.phase !== 'rolling-back') return
  await tx.approval.updateMany({
    where: { rolloutId, outcome: 'open' },
    data: { outcome: 'void', decidedAt: new Date(ctx.now) },
  })
}

/** What its devices would go back to. */
const releasesBehind = (tx: Prisma.TransactionClient, id: RolloutId) =>
  tx.$queryRaw<{ name: string; version: string; manifest: string }[]>`
    select "name", "version", "manifest" from "Release" where "id" in (
      select s."releaseId" from "RolloutDevice" r join "Snapshot" s on s."id" = r."fromSnapshotId"
      where r."rolloutId" = ${id})`
