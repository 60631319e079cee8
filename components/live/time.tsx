'use client'

import { useSyncExternalStore } from 'react'
import { duration } from '../ui/numbers.ts'
import { useClock } from './clock.tsx'
import { ago, clockTime, exactTime } from './time-text.ts'

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
  const text = useClock((now) => ago(now - at))
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at, useZone())} className={className}>
      {text}
    </time>
  )
}

/** "14:02:11" of today, "19 Nov 14:02" before. For records: never relative alone. */
export function At({ at, seconds = true, className }: { at: number; seconds?: boolean; className?: string }) {
  const zone = useZone()
  const text = useClock((now) => clockTime(at, now, zone, seconds))
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at, zone)} className={className}>
      {text}
    </time>
  )
}

/** "21 Nov 2026, 14:02:11 UTC": for what is printed and filed. */
export function Exact({ at }: { at: number }) {
  return <time dateTime={new Date(at).toISOString()}>{exactTime(at, useZone())}</time>
}

/** Time left, never below zero. Not announced: a live region around it would speak every second. */
export function Countdown({ to, past = 'now' }: { to: number; past?: string }) {
  const text = useClock((now) => (to > now ? duration(Math.ceil((to - now) / 1000)) : past))
  return (
    <time dateTime={new Date(to).toISOString()} title={exactTime(to, useZone())} role="timer" aria-live="off">
      {text}
    </time>
  )
}
