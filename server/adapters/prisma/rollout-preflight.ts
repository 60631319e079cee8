import { uncoveredStrata } from '../../domain/canary/uncovered.ts'
import { preflight } from '../../domain/preflight/checks.ts'
import type { PreflightFacts } from '../../domain/preflight/facts.ts'
import type { Rollout } from '../../domain/rollout/rollout.ts'
import type { Instant } from '../../protocol/ids.ts'
import { ReleaseManifest } from '../../protocol/manifest.ts'
import type { Plan } from '../../protocol/plan.ts'
import { RollbackWord } from '../../protocol/plan-document.ts'
import type { RolloutPolicy } from '../../protocol/policy.ts'
import type { PreflightItem } from '../../protocol/rollout-state.ts'
import { baselineSample } from './baseline-sample.ts'
import type { Prisma } from './generated/client.ts'
import type { PreflightEnvironment } from './preflight-environment.ts'
import { plannedDevices } from './preflight-rows.ts'
import { rollbackProblems, rollbackSeen } from './rollback-check.ts'
import type { RolloutRecord } from './rollout-row.ts'

type Planned = {
  readonly release: RolloutRecord['toSnapshot']['release']
  /** arm B's, of an A/B rollout */
  readonly other?: RolloutRecord['toSnapshot']['release'] | undefined
  readonly policy: RolloutPolicy
  readonly order: Plan['order']
  /** null: not asked for yet */
  readonly communicationPlan: string | null
  /** a person's word that going back was tried on hardware, as a sentence; null: nobody gave it */
  readonly rollbackWord: string | null
}

export async function rolloutPreflight(
  db: Prisma.TransactionClient,
  row: Omit<RolloutRecord, 'plan'>,
  rollout: Rollout,
  now: Instant,
  environment: PreflightEnvironment,
): Promise<PreflightItem[]> {
  const word = RollbackWord.nullable().parse(row.rollbackTested)
  const planned = {
    release: row.toSnapshot.release,
    other: row.otherSnapshot?.release,
    policy: rollout.policy,
    order: rollout.plan.order,
    communicationPlan: row.communicationPlan,
    rollbackWord: word && wordSentence(word),
  }
  return planPreflight(db, planned, now, environment)
}

/**
 * R-025 … for a plan, started or only looked at: facts from the registry and the newest reports. Of two arms each
 * has to meet every item.
 */
export async function planPreflight(
  db: Prisma.TransactionClient,
  { other, ...planned }: Planned,
  now: Instant,
  environment: PreflightEnvironment,
): Promise<PreflightItem[]> {
  const items = await preflightOfRelease(db, planned, now, environment)
  if (!other) return items
  const others = await preflightOfRelease(db, { ...planned, release: other }, now, environment)
  return items.map((item, n) => {
    const unmet = item.met ? others[n] : null
    return unmet && !unmet.met ? { ...unmet, because: `Arm B: ${unmet.because}` } : item
  })
}

async function preflightOfRelease(
  db: Prisma.TransactionClient,
  { release, policy, order, communicationPlan, rollbackWord }: Omit<Planned, 'other'>,
  now: Instant,
  environment: PreflightEnvironment,
): Promise<PreflightItem[]> {
  const manifest = ReleaseManifest.parse(JSON.parse(release.manifest))
  const planned = await plannedDevices(db, order, manifest, now)
  const { devices } = planned
  return preflight({
    release: { manifest, blocked: release.blockedAt !== null, signatureValid: environment.verifyManifest(release) },
    missingArtifacts: await missingArtifacts(manifest, environment),
    policy,
    devices,
    uncovered: uncoveredStrata(devices),
    baseline: await baselineSample(db, devices, (now - policy.baselineWindowSeconds * 1000) as Instant),
    rollbackProblems: await rollbackProblems(db, planned, environment),
    rollbackTested: (await rollbackSeen(db, release.id, planned.held)) ?? rollbackWord,
    communicationPlan,
    now,
  })
}

export const wordSentence = ({ name, how }: Pick<RollbackWord, 'name' | 'how'>) =>
  `Tested on hardware, says ${name}: ${how}`

/** A row in the registry is not the bytes: the store is asked, and must hold what the manifest says. */
async function missingArtifacts(
  manifest: ReleaseManifest,
  { artifactSize }: PreflightEnvironment,
): Promise<PreflightFacts['missingArtifacts']> {
  const wanted = new Map(manifest.artifacts.map((artifact) => [artifact.sha256, artifact.size]))
  const held = await Promise.all([...wanted.keys()].map(artifactSize))
  if (held.includes('away')) return 'away'
  return [...wanted].flatMap(([sha256, size], n) => (held[n] === size ? [] : [sha256]))
}
