import type { DraftChoices } from '../../../server/protocol/commands/drafts.ts'

/** The address of New rollout in which this is chosen; the other half of what `useChoice` reads. */
export function choiceQuery({ releaseId, snapshotId, selector, policy }: DraftChoices): Record<string, string> {
  return {
    ...(snapshotId ? { snapshot: String(snapshotId) } : releaseId ? { release: releaseId } : {}),
    ...(selector ? { where: selector } : {}),
    ...(policy ? { policy: policy.label } : {}),
  }
}

/** What a draft keeps of a choice; before a release is chosen there is only whom it is for. */
export function draftChoices(body: (DraftChoices & { strategy: string }) | null, where: string | null): DraftChoices {
  if (!body) return where ? { selector: where } : {}
  const { strategy: _, ...choices } = body
  return choices
}
