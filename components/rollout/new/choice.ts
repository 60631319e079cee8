'use client'

import { parseAsArrayOf, parseAsInteger, parseAsString, useQueryStates } from 'nuqs'
import type { CreateRollout } from '../../../server/protocol/commands/create-rollout.ts'
import { printSelector } from '../../../server/protocol/selector/print.ts'
import type { NewRolloutView } from '../../../server/protocol/views/new-rollout-view.ts'

const list = parseAsArrayOf(parseAsString).withDefault([])

/** What was chosen so far lives in the address, so that a colleague can be sent the same page. */
export function useChoice(view: NewRolloutView) {
  const [chosen, choose] = useQueryStates({
    release: parseAsString,
    /** instead of a release: one frozen with its configuration */
    snapshot: parseAsInteger,
    /** what the list of devices was narrowed by when somebody came from there */
    where: parseAsString,
    regions: list,
    sites: list,
    hardware: list,
    policy: parseAsString,
  })
  const policy = view.policies.find(({ label }) => label === chosen.policy) ?? view.policies[0]
  const snapshot = view.snapshots.find(({ number }) => number === chosen.snapshot) ?? null
  const wanted = snapshot?.releaseId ?? chosen.release
  const release = view.releases.find(({ id, blocked }) => id === wanted && !blocked) ?? null
  return { chosen, choose, policy, release, snapshot }
}

export type Choice = ReturnType<typeof useChoice>

/** The body of a preview; null until a release is chosen. */
export function previewBody({ chosen, policy, release, snapshot }: Omit<Choice, 'choose'>, rollbackTested: string) {
  if (!release || !policy) return null
  return {
    ...(snapshot ? { snapshotId: snapshot.number } : { releaseId: release.id }),
    selector: selectorText(chosen),
    strategy: 'canary-rolling',
    policy,
    ...(rollbackTested.trim().length >= 3 ? { rollbackTested: rollbackTested.trim() } : {}),
  } satisfies Partial<CreateRollout>
}

/** Every condition must hold: what the list was narrowed by, and what is narrowed further here. */
function selectorText({ where, regions, sites, hardware }: Choice['chosen']): string {
  const narrowed = (
    [
      ['region', regions],
      ['site', sites],
      ['type', hardware],
    ] as const
  ).flatMap(([key, values]) => (values.length > 0 ? [{ on: 'key', key, is: 'in', values } as const] : []))
  return [where ?? '', printSelector(narrowed)].filter(Boolean).join(' ')
}
