import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { rollbackSeen } from '../adapters/prisma/rollback-check.ts'
import { lockPlans } from '../adapters/prisma/rollouts-ahead.ts'
import { NOT_COMPARED } from '../domain/comparison/arms.ts'
import { startOf } from '../domain/rollout/start-at.ts'
import { RolloutId } from '../protocol/ids.ts'
import type { PlanDocument, RollbackWord } from '../protocol/plan-document.ts'
import type { RolloutState } from '../protocol/rollout-state.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import type { PlannedRollout } from './plan-rollout.ts'

export type Beginning = {
  readonly planNumber: number
  readonly name: string
  readonly document: PlanDocument
}

/** Planning a large fleet and writing it down is one transaction, and takes longer than any other. */
const LONGEST_MS = 180_000

/** One plan is frozen at a time, so that two rollouts never freeze the same device. */
export function onePlanAtATime<T>(
  { db }: Pick<CommandContext, 'db'>,
  work: (tx: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  return db.$transaction(
    async (tx) => {
      await lockPlans(tx)
      return work(tx)
    },
    { timeout: LONGEST_MS },
  )
}

/** R-029: going back was seen, is tried by the drill, or somebody says how it was tried; the sentence when none. */
export async function untriedRollback(
  tx: Prisma.TransactionClient,
  word: RollbackWord | null,
  { target, other, policy, candidates }: PlannedRollout,
): Promise<string | null> {
  if (word !== null || policy.rollbackDrill) return null
  const held = new Set(candidates.flatMap((device) => (device.excluded === null ? (device.holds ?? []) : [])))
  for (const { release } of other ? [target, other] : [target]) {
    if (await rollbackSeen(tx, release.id, [...held])) continue
    return `R-029: no device was ever seen to go back from ${release.name} ${release.version}. Say how going back was tried on hardware (rollbackTested), or turn the rollback drill on.`
  }
  return null
}

/** So many new places change what the planner of the database has to know. */
const MANY_DEVICES = 1000

/** Makes a rollout of a plan: from here on the engine walks it, and checks it against the fleet before it touches a device. */
export async function beginRollout(
  tx: Prisma.TransactionClient,
  ctx: CommandContext,
  { planNumber, name, document }: Beginning,
): Promise<RolloutId> {
  const { policy, communicationPlan, rollbackTested, startAt, behind } = document
  const { plan } = document.seen
  const id = RolloutId.parse(ctx.newId())
  const at = new Date(ctx.now)
  const { id: by, name: person } = ctx.person
  const state: RolloutState = {
    phase: 'preparing',
    since: ctx.now,
    ...(startAt ? { startAt: startOf(startAt) } : {}),
    ...(behind ? { queue: { ...behind, by, name: person, since: ctx.now } } : {}),
  }
  await tx.rollout.create({
    data: {
      id,
      name,
      planNumber,
      communicationPlan,
      ...(rollbackTested ? { rollbackTested } : {}),
      toSnapshotId: document.snapshot,
      ...(document.other ? { otherSnapshotId: document.other.snapshot, comparison: NOT_COMPARED } : {}),
      strategy: document.strategy,
      policy,
      plan,
      state,
      phase: state.phase,
      because: 'Created.',
      createdBy: ctx.person.id,
      createdByName: ctx.person.name,
      createdAt: at,
      turnAt: behind ? null : at,
      nextWakeAt: at,
    },
  })
  await tx.$executeRaw`
    insert into "RolloutDevice" ("rolloutId", "deviceId", "index", "wave", "arm", "toSnapshotId", "state", "changedAt")
    select ${id}, o."deviceId", o.place - 1, o.wave, o.arm,
      case o.arm when 'a' then ${document.snapshot}::int when 'b' then ${document.other?.snapshot ?? null}::int end, 0, ${at}
    from unnest(${plan.order.map((one) => one.deviceId)}::text[], ${plan.order.map((one) => one.wave)}::int[],
      ${plan.order.map((one) => one.arm ?? null)}::text[]) with ordinality as o("deviceId", wave, arm, place)`
  // What is known of the table is from before these rows: its first look would take them for a handful, for minutes.
  if (plan.order.length >= MANY_DEVICES) await tx.$executeRaw`analyze "RolloutDevice"`
  await audit(tx, {
    at: ctx.now,
    actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
    action: 'rollout.create',
    object: { kind: 'rollout', id },
    rolloutId: id,
    outcome: 'done',
    reason: `${name}, plan ${planNumber}: ${plan.cohort} devices in ${plan.waves.length} waves.${behind ? ` Waits for its turn, priority ${behind.priority}: ${behind.reason}` : ''} ${communicationPlan}`,
    after: { plan: planNumber, planHash: plan.hash, policy: policy.label, rollbackTested: rollbackTested?.how ?? null },
  })
  return id
}

/** The word of whoever acts now. */
export const wordOf = (how: string | undefined, { person, now }: CommandContext): RollbackWord | null =>
  how === undefined ? null : { by: person.id, name: person.name, at: now, how }

/** Everybody who looks at rollouts looks again, and the engine at this one. */
export function announceRollout(ctx: CommandContext): void {
  ctx.tell.changed('rollouts')
  ctx.tell.changed('fleet')
  ctx.nudge()
}
