'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import { ReadFailed, readView, type Schema } from './api.ts'
import { coalesced } from './coalesced.ts'
import { useLiveSession, useReach } from './live-context.ts'
import type { RoomListener } from './live-session.ts'

type Timed = { serverTime: number }

type Source<V extends Timed> = {
  room: string
  path: string
  schema: Schema<V>
  /** what the server rendered */
  initial: V
}

const STALE_READS_EVERY_MS = 10_000

/** Reads a view and lets the page know that the server answers, that it does not, or that the session is over. */
export function useReader() {
  const session = useLiveSession()
  return useCallback(
    async <V extends Timed>(path: string, schema: Schema<V>, signal: AbortSignal): Promise<V> => {
      try {
        const view = await readView(path, schema, signal)
        session.readSucceeded(view.serverTime)
        return view
      } catch (failure) {
        if (failure instanceof ReadFailed && failure.signedOut) session.signedOut(failure.message)
        else if (!signal.aborted) session.readFailed()
        throw failure
      }
    },
    [session],
  )
}

/** The newest view there is: what the server rendered, then whatever was read since. Stale, it is read every 10 s. */
export function useView<V extends Timed>({ room, path, schema, initial }: Source<V>) {
  const read = useReader()
  const { stale } = useReach()
  const query = useQuery({
    queryKey: [room, path],
    queryFn: ({ signal }) => read(path, schema, signal),
    initialData: initial,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: stale ? STALE_READS_EVERY_MS : false,
  })
  // Fetched while the network is there: the first answer after it was gone must be readable.
  useEffect(() => void schema().catch(() => {}), [schema])
  const refetch = query.refetch
  /** Reads over HTTP now and answers with what was read; rejects when it could not. */
  const refresh = useCallback(async () => (await refetch({ throwOnError: true })).data, [refetch])
  // Coming back to a screen, the cache may be older than what the server has just rendered.
  const newest = query.data ?? initial
  const view = newest.serverTime >= initial.serverTime ? newest : initial
  return { view, refresh, failed: query.error }
}

/** Keeps every view of a room fresh while it is on screen. `states`: what to do with the dots, for a rollout's room. */
export function useRoom(room: string, states?: RoomListener['states']): void {
  const session = useLiveSession()
  const client = useQueryClient()
  const onStates = useRef(states)
  onStates.current = states
  useEffect(() => {
    const refetch = () => client.refetchQueries({ queryKey: [room] }, { throwOnError: true })
    const again = coalesced(() => refetch().catch(() => {}))
    return session.watch(room, {
      resync: refetch,
      changed: () => void again(),
      states: (message) => onStates.current?.(message) ?? 'ok',
    })
  }, [session, client, room])
}
