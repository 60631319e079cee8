import { contentHash } from '../adapters/prisma/content-hash.ts'
import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { DEMO_POLICY, STANDARD_POLICY } from '../domain/rollout/default-policies.ts'
import { makePlan, type Planned } from '../domain/rollout/make-plan.ts'
import { policyRefusal } from '../domain/rollout/policy-limits.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { PreviewRollout } from '../protocol/commands/create-rollout.ts'
import { ReleaseManifest } from '../protocol/manifest.ts'
import type { Plan } from '../protocol/plan.ts'
import type { RolloutPolicy } from '../protocol/policy.ts'
import { type Candidate, rolloutCandidates } from './rollout-candidates.ts'

export type PlannedRollout = {
  readonly release: Prisma.ReleaseGetPayload<Record<string, never>>
  readonly manifest: ReleaseManifest
  readonly policy: RolloutPolicy
  readonly plan: Plan
  readonly uncovered: Planned['uncovered']
  readonly candidates: readonly Candidate[]
}

/** From what a person asked for to a frozen plan, or the reason why not. Writes nothing. */
export async function planRollout(
  tx: Prisma.TransactionClient,
  asked: PreviewRollout,
  demo: boolean,
): Promise<Ack<PlannedRollout>> {
  if (asked.strategy !== 'canary-rolling') return refuse('conflict', strategyRefusal(asked.strategy))
  const policy = asked.policy ?? (demo ? DEMO_POLICY : STANDARD_POLICY)
  const limit = policyRefusal(policy, demo)
  if (limit) return refuse('conflict', limit)
  const release = await tx.release.findUnique({ where: { id: asked.releaseId } })
  if (!release) return refuse('not-found', 'There is no such release: choose one of the published releases.')
  if (release.blockedAt)
    return refuse('conflict', `${release.name} ${release.version} is blocked: choose another release.`)
  const manifest = ReleaseManifest.parse(JSON.parse(release.manifest))
  const candidates = await rolloutCandidates(tx, asked.selector, manifest)
  const planned = makePlan(candidates, asked.selector, policy)
  if (!planned.ok) return planned
  const { plan, uncovered } = planned.value
  const hash = contentHash([plan, policy, release.id])
  return accept({ release, manifest, policy, plan: { ...plan, hash }, uncovered, candidates })
}

function strategyRefusal(strategy: string): string {
  if (/^big-?bang$/i.test(strategy))
    return 'R-024: big bang does not exist here; every rollout is staged. Choose canary-rolling.'
  return `The strategy “${strategy}” does not exist. Choose canary-rolling.`
}
