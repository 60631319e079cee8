'use client'

import { useState } from 'react'

const NOTHING = { name: '', communicationPlan: '', rollbackTested: '' }

/** What a person has to say in words. Too long for an address, so it does not live there. */
export function useWords() {
  const [words, setWords] = useState(NOTHING)
  return { words, write: (some: Partial<Words>) => setWords((before) => ({ ...before, ...some })) }
}

export type Words = typeof NOTHING
