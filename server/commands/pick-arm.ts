import { NOT_COMPARED } from '../domain/comparison/arms.ts'
import { mayPick, needsReason, neitherPicked, picked, refuseArm } from '../domain/comparison/pick.ts'
import { type Ack, refuse } from '../protocol/ack.ts'
import type { Arm } from '../protocol/arm.ts'
import type { PickArm } from '../protocol/commands/rollout-acts.ts'
import type { RolloutId } from '../protocol/ids.ts'
import type { ActPermission } from '../protocol/views/person.ts'
import { actOnRollout, type JudgedAct } from './act-on-rollout.ts'
import type { CommandContext } from './command-context.ts'

/** a person's word which of two arms goes on, or that neither does. The numbers are kept with it. */
export async function pickArm(ctx: CommandContext, id: RolloutId, { arm, reason }: PickArm): Promise<Ack<null>> {
  const blocked = arm === 'neither' ? null : await whyBlocked(ctx, id, arm)
  if (blocked) return refuse('conflict', blocked)
  const act: JudgedAct = {
    name: 'pickArm',
    may: (rollout) => {
      const who = mayPick(rollout, ctx.person)
      if (!who.allowed) return who
      const unable = arm === 'neither' ? null : refuseArm(rollout, arm)
      const because = unable ?? (reason === '' ? needsReason(rollout.comparison ?? NOT_COMPARED, arm) : null)
      return because === null ? ALLOWED : { allowed: false, because }
    },
  }
  return actOnRollout(ctx, id, act, reason, (rollout) =>
    arm === 'neither'
      ? neitherPicked(rollout, ctx.person, reason, ctx.now)
      : { ...picked(rollout, arm, ctx.person, reason, ctx.now), takesOther: arm === 'b' },
  )
}

const ALLOWED: ActPermission = { allowed: true }

async function whyBlocked({ db }: CommandContext, id: RolloutId, arm: Arm): Promise<string | null> {
  const release = { select: { release: true } }
  const row = await db.rollout.findUnique({ where: { id }, select: { toSnapshot: release, otherSnapshot: release } })
  const chosen = arm === 'a' ? row?.toSnapshot : row?.otherSnapshot
  if (!chosen?.release.blockedAt) return null
  const { name, version, blockedReason } = chosen.release
  return `${name} ${version} is blocked (${blockedReason}): pick the other arm, or neither.`
}
