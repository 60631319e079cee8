'use client'

import { useEffect, useState } from 'react'
import type { DraftChoices } from '../../../server/protocol/commands/drafts.ts'

const NOTHING = {
  name: '',
  communicationPlan: '',
  rollbackTested: '',
  successCriteria: '',
  rollbackCriteria: '',
  startAt: '',
}

const SETTLES_AFTER_MS = 500

/**
 * What a person has to say in words. Too long for an address, so it lives in the draft. `settled` follows when nobody
 * types any more: a plan is not computed for every letter.
 */
export function useWords(seed: DraftChoices = {}) {
  const [words, setWords] = useState<Words>(() => ({ ...NOTHING, ...said(seed) }))
  const [settled, setSettled] = useState(words)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(words), SETTLES_AFTER_MS)
    return () => clearTimeout(timer)
  }, [words])
  return { words, settled, write: (some: Partial<Words>) => setWords((before) => ({ ...before, ...some })) }
}

export type Words = typeof NOTHING

/** Those of them that were said at all. */
export function said(words: Partial<Record<keyof Words, string | undefined>>): Partial<Words> {
  const keys = Object.keys(NOTHING) as (keyof Words)[]
  return Object.fromEntries(keys.flatMap((key) => (words[key]?.trim() ? [[key, words[key].trim()]] : [])))
}
