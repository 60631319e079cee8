import { contentHash } from '../adapters/prisma/content-hash.ts'
import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { criteriaOf } from '../domain/rollout/criteria.ts'
import type { CreateRollout } from '../protocol/commands/create-rollout.ts'
import { ReleaseId } from '../protocol/ids.ts'
import type { PlanDocument, RollbackWord } from '../protocol/plan-document.ts'
import type { PlanPreview } from '../protocol/views/new-rollout-view.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import type { PlannedRollout } from './plan-rollout.ts'

export type WrittenPlan = { readonly number: number; readonly document: PlanDocument }

/** Freezes a plan as a document with a number of its own. */
export async function writePlan(
  tx: Prisma.TransactionClient,
  ctx: CommandContext,
  asked: CreateRollout,
  { target, other, policy }: PlannedRollout,
  seen: PlanPreview,
  word: RollbackWord | null,
): Promise<WrittenPlan> {
  const { planHash: _, revisionOf, ...request } = asked
  const snapshot = await target.snapshot(tx, ctx.person.id)
  const otherSnapshot = other && (await other.snapshot(tx, ctx.person.id))
  const document = planDocument(asked, { target, other, policy }, { snapshot, otherSnapshot }, seen, word)
  const name = nameOf(asked, { target, other })
  const { number } = await tx.rolloutPlan.create({
    data: {
      name,
      contentHash: contentHash(document),
      toSnapshotId: snapshot,
      otherSnapshotId: otherSnapshot,
      // The policy by value: another default tomorrow must not make this another plan.
      request: { ...request, policy },
      document,
      cohort: seen.plan.cohort,
      waves: seen.plan.waves.length,
      criteria: document.criteria,
      ...(revisionOf === undefined ? {} : { revisionOf }),
      createdBy: ctx.person.id,
      createdByName: ctx.person.name,
      createdAt: new Date(ctx.now),
    },
    select: { number: true },
  })
  await audit(tx, {
    at: ctx.now,
    actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
    action: 'plan.save',
    object: { kind: 'plan', id: String(number) },
    outcome: 'done',
    reason: `${name}: ${seen.plan.cohort} devices in ${seen.plan.waves.length} waves.${revisionOf === undefined ? '' : ` Revision of plan ${revisionOf}.`} To succeed: ${asked.successCriteria}`,
    after: { planHash: seen.plan.hash, snapshot },
  })
  return { number, document }
}

export const nameOf = (
  { name }: Pick<CreateRollout, 'name'>,
  { target: { release }, other }: Pick<PlannedRollout, 'target' | 'other'>,
) => name ?? `${release.name} ${release.version}${other ? ` against ${other.release.version}` : ''}`

/** Numbers of what it goes to. */
type Snapshots = { readonly snapshot: number; readonly otherSnapshot: number | null }

/** The document a request makes with what was found in the fleet. */
export function planDocument(
  asked: CreateRollout,
  { target: { release, contentHash: hash }, other, policy }: Pick<PlannedRollout, 'target' | 'other' | 'policy'>,
  { snapshot, otherSnapshot }: Snapshots,
  seen: PlanPreview,
  rollbackTested: RollbackWord | null,
): PlanDocument {
  return {
    format: 1,
    release: { id: ReleaseId.parse(release.id), name: release.name, version: release.version },
    snapshot,
    target: hash,
    ...(other && otherSnapshot !== null
      ? {
          other: {
            release: {
              id: ReleaseId.parse(other.release.id),
              name: other.release.name,
              version: other.release.version,
            },
            snapshot: otherSnapshot,
            target: other.contentHash,
          },
        }
      : {}),
    strategy: policy.strategy,
    policy,
    communicationPlan: asked.communicationPlan,
    ...(asked.startAt === undefined ? {} : { startAt: asked.startAt }),
    ...(asked.behind === undefined ? {} : { behind: asked.behind }),
    rollbackTested,
    criteria: criteriaOf(
      asked,
      policy,
      other
        ? `the picked one of ${release.name} ${release.version} and ${other.release.name} ${other.release.version}`
        : `${release.name} ${release.version}`,
    ),
    seen,
  }
}
