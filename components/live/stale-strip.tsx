'use client'

import { RefreshCw, WifiOff } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { useClock } from './clock.tsx'
import { useLiveSession, useLiveState } from './live-context.ts'
import { useZone } from './time.tsx'
import { clockTime } from './time-text.ts'

/** One line under the header while the data may be out of date; leaves by itself when the missed part has been read. */
export function StaleStrip() {
  const session = useLiveSession()
  const { connection } = useLiveState()
  const zone = useZone()
  const from = useClock((now) => clockTime(connection.dataFrom, now, zone, true))
  const [busy, setBusy] = useState(false)
  if (connection.kind !== 'stale') return null
  return (
    <div className="flex min-h-9 items-center gap-3 border-b bg-off-soft px-4 py-1 text-secondary md:px-6">
      <WifiOff aria-hidden className="size-4 shrink-0 text-muted" strokeWidth={1.75} />
      <p className="min-w-0 flex-1">
        {connection.unreachable
          ? `The server cannot be reached. You see it as of ${from}; nothing can be sent until it answers.`
          : `Live updates are interrupted. You see the data as of ${from}.`}
      </p>
      <Button
        size="compact"
        busy={busy}
        onClick={async () => {
          setBusy(true)
          await session.retry()
          setBusy(false)
        }}
      >
        {!busy && <RefreshCw aria-hidden className="size-3.5" strokeWidth={1.75} />}
        Retry now
      </Button>
    </div>
  )
}
