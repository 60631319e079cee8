'use client'

import { createContext, useContext, useSyncExternalStore } from 'react'
import type { LiveSession, LiveState } from './live-session.ts'

export const LiveSessionContext = createContext<LiveSession | null>(null)

export function useLiveSession(): LiveSession {
  const session = useContext(LiveSessionContext)
  if (!session) throw new Error('this component lives inside LiveProvider')
  return session
}

export function useLiveState(): LiveState {
  const session = useLiveSession()
  return useSyncExternalStore(session.subscribe, session.state, session.rendered)
}

/** Whether an act can be sent, and whether it must read again first. */
export function useReach(): { stale: boolean; unreachable: string | null } {
  const { connection } = useLiveState()
  const stale = connection.kind === 'stale'
  return {
    stale,
    unreachable: stale && connection.unreachable ? 'The server cannot be reached, so nothing can be sent now.' : null,
  }
}
