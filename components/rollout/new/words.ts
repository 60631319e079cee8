'use client'

import { useEffect, useState } from 'react'

const NOTHING = { name: '', communicationPlan: '', rollbackTested: '' }

const SETTLES_AFTER_MS = 500

/**
 * What a person has to say in words. Too long for an address, so it does not live there. `settled` follows when nobody
 * types any more: a plan is not computed for every letter.
 */
export function useWords() {
  const [words, setWords] = useState(NOTHING)
  const [settled, setSettled] = useState(NOTHING)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(words), SETTLES_AFTER_MS)
    return () => clearTimeout(timer)
  }, [words])
  return { words, settled, write: (some: Partial<Words>) => setWords((before) => ({ ...before, ...some })) }
}

export type Words = typeof NOTHING
