import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { rollbackSeen } from '../adapters/prisma/rollback-check.ts'
import type { RollbackWord } from '../adapters/prisma/rollout-preflight.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { CreateRollout } from '../protocol/commands/create-rollout.ts'
import { RolloutId } from '../protocol/ids.ts'
import type { RolloutState } from '../protocol/rollout-state.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { type PlannedRollout, planRollout } from './plan-rollout.ts'

/** Freezes the plan and starts: the engine checks it against the fleet before the first device is touched. */
export async function createRollout(ctx: CommandContext, asked: CreateRollout): Promise<Ack<{ id: RolloutId }>> {
  const may = mayOperate(ctx.person)
  if (!may.allowed) return refuse('forbidden', may.because)
  const created = await ctx.db.$transaction(async (tx): Promise<Ack<{ id: RolloutId }>> => {
    // One plan is frozen at a time, so that two rollouts never freeze the same device.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('rollout:create', 0))`
    const planned = await planRollout(tx, asked, ctx.demo, ctx.now)
    if (!planned.ok) return planned
    const { plan } = planned.value
    if (asked.planHash && asked.planHash !== plan.hash) {
      return refuse('stale', 'The fleet changed since you looked at this plan: look at it again, then start.')
    }
    const untried = await untriedRollback(tx, asked, planned.value)
    if (untried) return refuse('conflict', untried)
    const id = RolloutId.parse(ctx.newId())
    await write(tx, ctx, asked, planned.value, id)
    return accept({ id })
  })
  if (created.ok) {
    ctx.tell.changed('rollouts')
    ctx.tell.changed('fleet')
    ctx.nudge()
  }
  return created
}

/** going back was seen, or somebody says how it was tried; the sentence when neither. */
async function untriedRollback(
  tx: Prisma.TransactionClient,
  asked: CreateRollout,
  { target, candidates }: PlannedRollout,
): Promise<string | null> {
  if (asked.rollbackTested) return null
  const held = new Set(candidates.flatMap((device) => (device.excluded === null ? (device.holds ?? []) : [])))
  if (await rollbackSeen(tx, target.release.id, [...held])) return null
  return `R-029: no device was ever seen to go back from ${target.release.name} ${target.release.version}. Say how going back was tried on hardware (rollbackTested).`
}

async function write(
  tx: Prisma.TransactionClient,
  ctx: CommandContext,
  asked: CreateRollout,
  planned: PlannedRollout,
  id: RolloutId,
): Promise<void> {
  const { plan, policy, target } = planned
  const at = new Date(ctx.now)
  const state: RolloutState = { phase: 'preparing', since: ctx.now }
  const name = asked.name ?? `${target.release.name} ${target.release.version}`
  await tx.rollout.create({
    data: {
      id,
      name,
      communicationPlan: asked.communicationPlan,
      ...(asked.rollbackTested ? { rollbackTested: wordOf(asked.rollbackTested, ctx) } : {}),
      toSnapshotId: await target.snapshot(tx, ctx.person.id),
      strategy: asked.strategy,
      policy,
      plan,
      state,
      phase: state.phase,
      because: 'Created.',
      createdBy: ctx.person.id,
      createdByName: ctx.person.name,
      createdAt: at,
      nextWakeAt: at,
    },
  })
  await tx.$executeRaw`
    insert into "RolloutDevice" ("rolloutId", "deviceId", "index", "wave", "state", "changedAt")
    select ${id}, o."deviceId", o.place - 1, o.wave, 0, ${at}
    from unnest(${plan.order.map((one) => one.deviceId)}::text[], ${plan.order.map((one) => one.wave)}::int[])
      with ordinality as o("deviceId", wave, place)`
  await audit(tx, {
    at: ctx.now,
    actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
    action: 'rollout.create',
    object: { kind: 'rollout', id },
    rolloutId: id,
    outcome: 'done',
    reason: `${name}: ${plan.cohort} devices in ${plan.waves.length} waves. ${asked.communicationPlan}`,
    after: { planHash: plan.hash, policy: policy.label, rollbackTested: asked.rollbackTested ?? null },
  })
}

const wordOf = (how: string, { person, now }: CommandContext): RollbackWord => ({
  by: person.id,
  name: person.name,
  at: now,
  how,
})
