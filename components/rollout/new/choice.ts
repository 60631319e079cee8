'use client'

import {
  parseAsArrayOf,
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
} from 'nuqs'
import type { CreateRollout } from '../../../server/protocol/commands/create-rollout.ts'
import { parseSelector } from '../../../server/protocol/selector/parse.ts'
import { STRATEGIES } from '../../../server/protocol/strategy.ts'
import type { NewRolloutView } from '../../../server/protocol/views/new-rollout-view.ts'
import { policyProblems, withSettings } from './policy-settings.ts'
import { readSwaps } from './swaps.ts'
import { behindOf, type Words } from './words.ts'

const list = parseAsArrayOf(parseAsString).withDefault([])

/** What was chosen so far lives in the address, so that a colleague can be sent the same page. */
export function useChoice(view: NewRolloutView) {
  const [chosen, choose] = useQueryStates({
    release: parseAsString,
    /** instead of a release: one frozen with its configuration */
    snapshot: parseAsInteger,
    /** a selector; '' is every device */
    where: parseAsString.withDefault(''),
    /** left out: the one of the policy */
    strategy: parseAsStringLiteral(STRATEGIES),
    /** A/B: the release of arm B */
    other: parseAsString,
    /** left out: as the policy has it */
    drill: parseAsBoolean,
    policy: parseAsString,
    /** what was set otherwise than the policy has it, see policy-settings.ts */
    set: list,
    /** canaries a person exchanged, see swaps.ts */
    swaps: list,
  })
  const shipped = view.policies.find(({ label }) => label === chosen.policy) ?? view.policies[0]
  if (!shipped) throw new Error('a server offers at least one policy')
  const policy = {
    ...withSettings(shipped, chosen.set),
    strategy: chosen.strategy ?? shipped.strategy,
    rollbackDrill: chosen.drill ?? shipped.rollbackDrill,
  }
  const fields = view.policyFields[shipped.label] ?? []
  const snapshot = view.snapshots.find(({ number }) => number === chosen.snapshot) ?? null
  const wanted = snapshot?.releaseId ?? chosen.release
  const release = view.releases.find(({ id, blocked }) => id === wanted && !blocked) ?? null
  const other =
    policy.strategy === 'a-b'
      ? (view.releases.find(({ id, blocked }) => id === chosen.other && !blocked) ?? null)
      : null
  return {
    chosen,
    choose,
    /** as the server ships it, and with what was set otherwise */
    shipped,
    policy,
    fields,
    /** a number beyond its limits, in the server's words */
    beyond: policyProblems(policy, fields)[0] ?? null,
    swaps: readSwaps(chosen.swaps),
    release,
    snapshot,
    /** of arm B; null: none, or nothing is compared */
    other,
  }
}

export type Choice = ReturnType<typeof useChoice>

/** Why no plan is asked for although a release is chosen; null when one is. */
export function whyNotAsked({ chosen, beyond }: Choice): string | null {
  if (beyond) return beyond.says
  const parsed = parseSelector(chosen.where)
  return parsed.ok ? null : parsed.message
}

/** The body of a preview; null until a release is chosen. */
export function previewBody({ chosen, policy, swaps, release, snapshot, other }: Choice, words: Words) {
  if (!release || (policy.strategy === 'a-b' && !other)) return null
  const rollbackTested = words.rollbackTested.trim()
  const behind = behindOf(words)
  return {
    ...(snapshot ? { snapshotId: snapshot.number } : { releaseId: release.id }),
    ...(other ? { other: { releaseId: other.id } } : {}),
    selector: chosen.where,
    canarySwaps: swaps,
    policy,
    ...(rollbackTested.length >= 3 ? { rollbackTested } : {}),
    communicationPlan: words.communicationPlan.trim(),
    // What it touches does not hang on why: it is asked for before the start.
    ...(behind ? { behind: { ...behind, reason: behind.reason.length < 3 ? 'not said yet' : behind.reason } } : {}),
  } satisfies Partial<CreateRollout>
}
