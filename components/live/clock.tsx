'use client'

import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { useLiveState } from './live-context.ts'

type Clock = {
  readonly now: () => number
  readonly set: (now: number) => void
  readonly subscribe: (heard: () => void) => () => void
}

const ClockContext = createContext<{ clock: Clock; initial: number } | null>(null)

/** The only clock of the page: the server's, once a second. Until it runs it says when the page was rendered. */
export function ClockProvider({ initial, children }: { initial: number; children: ReactNode }) {
  const { skew } = useLiveState()
  const [held] = useState(() => ({ clock: createClock(initial), initial }))
  useEffect(() => {
    const tick = () => held.clock.set(Date.now() + skew)
    tick()
    const timer = setInterval(tick, 1000)
    return () => clearInterval(timer)
  }, [held, skew])
  return <ClockContext value={held}>{children}</ClockContext>
}

/** What `read` makes of the server's time, ms. The component renders again only when that changes, not every second. */
export function useClock<T extends string | number | boolean | null>(read: (now: number) => T): T {
  const held = useContext(ClockContext)
  if (!held) throw new Error('this component lives inside ClockProvider')
  return useSyncExternalStore(
    held.clock.subscribe,
    () => read(held.clock.now()),
    () => read(held.initial),
  )
}

function createClock(initial: number): Clock {
  let now = initial
  const subscribers = new Set<() => void>()
  return {
    now: () => now,
    set(next) {
      now = next
      for (const notify of subscribers) notify()
    },
    subscribe(heard) {
      subscribers.add(heard)
      return () => void subscribers.delete(heard)
    },
  }
}
