import type { DraftChoices } from '../../../server/protocol/commands/drafts.ts'
import type { RolloutPolicy } from '../../../server/protocol/policy.ts'
import { changes, shippedOf } from './policy-settings.ts'
import { writeSwaps } from './swaps.ts'

/** The address of New rollout in which this is chosen; the other half of what `useChoice` reads. */
export function choiceQuery(
  { releaseId, snapshotId, other, selector, canarySwaps = [], policy }: DraftChoices,
  policies: readonly RolloutPolicy[],
): Record<string, string> {
  const shipped = policy && shippedOf(policy, policies)
  const set = policy && shipped ? changes(shipped, policy) : []
  return {
    ...(snapshotId ? { snapshot: String(snapshotId) } : releaseId ? { release: releaseId } : {}),
    ...(other ? { other: other.releaseId } : {}),
    ...(selector ? { where: selector } : {}),
    ...(shipped ? { policy: shipped.label } : {}),
    ...(policy && policy.strategy !== shipped?.strategy ? { strategy: policy.strategy } : {}),
    ...(policy && shipped && policy.rollbackDrill !== shipped.rollbackDrill
      ? { drill: String(policy.rollbackDrill) }
      : {}),
    // Neither holds a comma, which parts them in the address.
    ...(set.length > 0 ? { set: set.join() } : {}),
    ...(canarySwaps.length > 0 ? { swaps: writeSwaps(canarySwaps).join() } : {}),
  }
}

/** What a draft keeps of a choice; before a release is chosen there is only whom it is for. */
export function draftChoices(body: DraftChoices | null, where: string | null): DraftChoices {
  return body ?? (where ? { selector: where } : {})
}
