'use client'

import { useSyncExternalStore } from 'react'
import { duration } from '../ui/numbers.ts'
import { useNow } from './clock.tsx'

const noChange = () => () => {}

/** The server does not know the reader's zone, so the first paint is in UTC and the browser's zone follows. */
export function useZone(): string | undefined {
  return useSyncExternalStore(
    noChange,
    () => undefined,
    () => 'UTC',
  )
}

/** "4 m ago", with the exact time and zone one hover away. */
export function Ago({ at, className }: { at: number; className?: string }) {
  const now = useNow()
  return (
    <time dateTime={new Date(at).toISOString()} title={exact(at, useZone())} className={className}>
      {ago(now - at)}
    </time>
  )
}

/** "14:02:11" of today, "19 Nov 14:02" before. For records: never relative alone. */
export function At({ at, seconds = true, className }: { at: number; seconds?: boolean; className?: string }) {
  const now = useNow()
  const zone = useZone()
  return (
    <time dateTime={new Date(at).toISOString()} title={exact(at, zone)} className={className}>
      {clockTime(at, now, zone, seconds)}
    </time>
  )
}

/** Time left, never below zero. Not announced: a live region around it would speak every second. */
export function Countdown({ to, past = 'now' }: { to: number; past?: string }) {
  const left = Math.ceil((to - useNow()) / 1000)
  return (
    <time dateTime={new Date(to).toISOString()} title={exact(to, useZone())} role="timer" aria-live="off">
      {left > 0 ? duration(left) : past}
    </time>
  )
}

export function clockTime(at: number, now: number, zone: string | undefined, seconds: boolean): string {
  const day = (instant: number) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(instant)
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds && { second: '2-digit' }),
  }).format(at)
  if (day(at) === day(now)) return time
  const date = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'short' }).format(at)
  return `${date} ${time.slice(0, 5)}`
}

export function ago(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  if (seconds < 5) return 'just now'
  if (seconds < 60) return `${seconds}\u00a0s ago`
  if (seconds < 3600) return `${Math.floor(seconds / 60)}\u00a0m ago`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}\u00a0h ago`
  return `${Math.floor(seconds / 86_400)}\u00a0d ago`
}

function exact(at: number, zone: string | undefined): string {
  const local = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'medium', timeStyle: 'long' }).format(at)
  return zone === 'UTC' ? local : `${local} · ${new Date(at).toISOString().replace('.000', '')}`
}
