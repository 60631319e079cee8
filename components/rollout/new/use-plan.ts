'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { act, ReadFailed } from '../../live/api.ts'
import { api } from '../../paths.ts'
import type { previewBody } from './choice.ts'

const DEBOUNCE_MS = 200
// What is missing is often on its way: a baseline fills up, a device comes back.
const UNMET_ASKS_AGAIN_MS = 3_000
/** Waits for a person, not for the fleet. */
const SAID: readonly string[] = ['R-034']

/** What the choice would touch, asked of the server shortly after the last change. */
export function usePlan(body: ReturnType<typeof previewBody>) {
  const settled = useSettled(body ? JSON.stringify(body) : null)
  const query = useQuery({
    queryKey: ['plan', settled],
    enabled: settled !== null,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.preflight.some((item) => !item.met && !SAID.includes(item.rule)) ? UNMET_ASKS_AGAIN_MS : false,
    queryFn: async () => {
      const answer = await act(api.plan(), JSON.parse(settled ?? 'null'))
      if (!answer.ok) throw new ReadFailed(answer.refusal, answer.signedOut)
      const { PlanPreview } = await import('../../../server/protocol/views/new-rollout-view.ts')
      return PlanPreview.parse(answer.value)
    },
  })
  const catchingUp = body !== null && (settled !== JSON.stringify(body) || query.isFetching)
  return {
    preview: settled === null ? null : (query.data ?? null),
    problem: query.error?.message ?? null,
    catchingUp,
    again: query.refetch,
  }
}

function useSettled(text: string | null): string | null {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), DEBOUNCE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
