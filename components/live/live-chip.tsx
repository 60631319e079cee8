'use client'

import { cn } from '../ui/cn.ts'
import { useClock } from './clock.tsx'
import { quietSeconds } from './connection.ts'
import { useLiveState } from './live-context.ts'
import { useZone } from './time.tsx'
import { clockTime } from './time-text.ts'

/** How far what is on screen can be trusted: shape, word and colour. */
export function LiveChip() {
  const { connection, skew } = useLiveState()
  const zone = useZone()
  const silent = useClock((now) => quietSeconds(connection, now - skew))
  const from = useClock((now) => clockTime(connection.dataFrom, now, zone, true))
  return (
    <p
      role="status"
      aria-label="Connection"
      className={cn(
        'pill inline-flex h-7 items-center gap-2 rounded-chip border px-2.5 text-secondary whitespace-nowrap',
        connection.kind === 'stale' ? 'border-control text-text' : 'text-muted',
      )}
    >
      <Sign kind={silent === null ? connection.kind : 'quiet'} />
      {connection.kind === 'connecting' && 'Connecting'}
      {connection.kind === 'live' && <span>Live{silent !== null && <span aria-hidden> · {silent} s</span>}</span>}
      {connection.kind === 'resynced' && 'Live · resynced'}
      {connection.kind === 'stale' && (
        <span>
          Reconnecting<span className="max-md:hidden"> · data from {from}</span>
        </span>
      )}
    </p>
  )
}

function Sign({ kind }: { kind: 'connecting' | 'live' | 'quiet' | 'resynced' | 'stale' }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 10 10" className={cn('size-2.5', kind === 'live' && 'live-dot')}>
      <circle
        cx="5"
        cy="5"
        r="4"
        strokeWidth="1.5"
        className={cn(
          kind === 'stale' || kind === 'connecting' ? 'fill-none stroke-off' : 'fill-ok stroke-ok',
          kind === 'quiet' && 'fill-none',
        )}
        strokeDasharray={kind === 'connecting' ? '2 2' : undefined}
      />
      {kind === 'quiet' && <path d="M5 1 A4 4 0 0 1 5 9 Z" className="fill-ok" />}
    </svg>
  )
}
