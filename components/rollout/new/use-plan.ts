'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { act, ReadFailed } from '../../live/api.ts'
import { useLiveSession } from '../../live/live-context.ts'
import { api } from '../../paths.ts'
import type { previewBody } from './choice.ts'

const DEBOUNCE_MS = 200
// What is missing is often on its way: a baseline fills up, a device comes back.
const UNMET_ASKS_AGAIN_MS = 3_000
const RETRIES = 2
/** Waits for a person, not for the fleet. */
const SAID: readonly string[] = ['R-034']

/**
 * What the choice would touch, asked of the server shortly after the last change. `held`: it is not asked for, and what it
 * said before stays, so that the page does not jump under somebody who is writing a number.
 */
export function usePlan(asked: ReturnType<typeof previewBody>, held: boolean) {
  const body = held ? null : asked
  const session = useLiveSession()
  const settled = useSettled(body ? JSON.stringify(body) : null)
  const query = useQuery({
    queryKey: ['plan', settled],
    enabled: settled !== null,
    placeholderData: keepPreviousData,
    // What was refused is refused the next time too; what did not arrive may.
    retry: (failures, error) => error instanceof ReadFailed && error.code === 'unavailable' && failures < RETRIES,
    refetchInterval: ({ state }) =>
      state.data?.preflight.some((item) => !item.met && !SAID.includes(item.rule)) ? UNMET_ASKS_AGAIN_MS : false,
    queryFn: async () => {
      const answer = await act(api.plan(), JSON.parse(settled ?? 'null'))
      if (!answer.ok) {
        if (answer.signedOut) session.signedOut(answer.refusal.message)
        throw new ReadFailed(answer.refusal, answer.signedOut)
      }
      const { PlanPreview } = await import('../../../server/protocol/views/new-rollout-view.ts')
      return PlanPreview.parse(answer.value)
    },
  })
  const { error } = query
  const unreached = error instanceof ReadFailed && error.code === 'unavailable'
  // A server that does not answer has not refused anything: what it said last stays, and says of when it is.
  const last = useRef<PlanPreview | null>(null)
  if (query.data) last.current = query.data
  const kept = unreached || held ? last.current : null
  const preview = asked === null ? null : (query.data ?? kept)
  const catchingUp = body !== null && (settled !== JSON.stringify(body) || query.isFetching)
  return {
    preview,
    /** why the server refuses to plan this */
    problem: unreached || held ? null : (error?.message ?? null),
    /** why what stands here may be old */
    unread: unreached ? error.message : null,
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
