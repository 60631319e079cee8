'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { ClockProvider } from './clock.tsx'
import { LiveSessionContext, useLiveState } from './live-context.ts'
import { createLiveSession } from './live-session.ts'

/** `serverTime`: when the page was rendered. The socket opens after the first paint. */
export function LiveProvider({ serverTime, children }: { serverTime: number; children: ReactNode }) {
  const [session] = useState(() => createLiveSession(serverTime))
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: { networkMode: 'always', retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false },
        },
      }),
  )
  useEffect(() => session.start(), [session])
  return (
    <QueryClientProvider client={client}>
      <LiveSessionContext value={session}>
        <Freshness>
          <ClockProvider initial={serverTime}>{children}</ClockProvider>
        </Freshness>
      </LiveSessionContext>
    </QueryClientProvider>
  )
}

/** Marks everything inside as stale at once: one attribute instead of a thousand rendered values. */
function Freshness({ children }: { children: ReactNode }) {
  const { connection } = useLiveState()
  return (
    <div className="contents" data-freshness={connection.kind === 'stale' ? 'stale' : 'fresh'}>
      {children}
    </div>
  )
}
