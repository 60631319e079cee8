'use client'

import { parseAsInteger, parseAsString, useQueryStates } from 'nuqs'
import type { CreateRollout } from '../../../server/protocol/commands/create-rollout.ts'
import { parseSelector } from '../../../server/protocol/selector/parse.ts'
import type { NewRolloutView } from '../../../server/protocol/views/new-rollout-view.ts'
import type { Words } from './words.ts'

/** What was chosen so far lives in the address, so that a colleague can be sent the same page. */
export function useChoice(view: NewRolloutView) {
  const [chosen, choose] = useQueryStates({
    release: parseAsString,
    /** instead of a release: one frozen with its configuration */
    snapshot: parseAsInteger,
    /** a selector; '' is every device */
    where: parseAsString.withDefault(''),
    policy: parseAsString,
  })
  const policy = view.policies.find(({ label }) => label === chosen.policy) ?? view.policies[0]
  const snapshot = view.snapshots.find(({ number }) => number === chosen.snapshot) ?? null
  const wanted = snapshot?.releaseId ?? chosen.release
  const release = view.releases.find(({ id, blocked }) => id === wanted && !blocked) ?? null
  return { chosen, choose, policy, release, snapshot }
}

export type Choice = ReturnType<typeof useChoice>

/** The body of a preview; null until a release is chosen and what is chosen can be understood. */
export function previewBody({ chosen, policy, release, snapshot }: Omit<Choice, 'choose'>, words: Words) {
  if (!release || !policy || !parseSelector(chosen.where).ok) return null
  const rollbackTested = words.rollbackTested.trim()
  return {
    ...(snapshot ? { snapshotId: snapshot.number } : { releaseId: release.id }),
    selector: chosen.where,
    strategy: 'canary-rolling',
    policy,
    ...(rollbackTested.length >= 3 ? { rollbackTested } : {}),
    communicationPlan: words.communicationPlan.trim(),
  } satisfies Partial<CreateRollout>
}
