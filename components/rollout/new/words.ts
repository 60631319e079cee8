'use client'

import { useEffect, useState } from 'react'
import type { DraftChoices } from '../../../server/protocol/commands/drafts.ts'
import { Priority } from '../../../server/protocol/priority.ts'

const NOTHING = {
  name: '',
  communicationPlan: '',
  rollbackTested: '',
  successCriteria: '',
  rollbackCriteria: '',
  startAt: '',
  /** '' while it does not wait for its turn */
  behindPriority: '',
  behindReason: '',
}

const SETTLES_AFTER_MS = 500

/**
 * What a person has to say in words. Too long for an address, so it lives in the draft. `settled` follows when nobody
 * types any more: a plan is not computed for every letter.
 */
export function useWords(seed: DraftChoices = {}) {
  const [words, setWords] = useState<Words>(() => ({ ...NOTHING, ...filled(seed) }))
  const [settled, setSettled] = useState(words)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(words), SETTLES_AFTER_MS)
    return () => clearTimeout(timer)
  }, [words])
  return { words, settled, write: (some: Partial<Words>) => setWords((before) => ({ ...before, ...some })) }
}

export type Words = typeof NOTHING

type Asked = Pick<DraftChoices, 'behind'> & Partial<Record<Said, string | undefined>>
type Said = Exclude<keyof Words, 'behindPriority' | 'behindReason'>
const SAID = [
  'name',
  'communicationPlan',
  'rollbackTested',
  'successCriteria',
  'rollbackCriteria',
  'startAt',
] as const satisfies readonly Said[]

/** Those of them that were said at all, as a request has them. */
export function said(words: Words): Asked {
  const behind = behindOf(words)
  return {
    ...Object.fromEntries(SAID.flatMap((key) => (words[key].trim() ? [[key, words[key].trim()]] : []))),
    ...(behind ? { behind } : {}),
  }
}

export const behindOf = ({ behindPriority, behindReason }: Words) =>
  behindPriority ? { priority: Priority.parse(behindPriority), reason: behindReason.trim() } : undefined

function filled(seed: DraftChoices): Partial<Words> {
  const behind = seed.behind
  return {
    ...Object.fromEntries(SAID.flatMap((key) => (seed[key]?.trim() ? [[key, seed[key].trim()]] : []))),
    ...(behind ? { behindPriority: behind.priority, behindReason: behind.reason } : {}),
  }
}
