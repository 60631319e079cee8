'use client'

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { useLiveState } from './live-context.ts'

const Now = createContext(0)

/** The only clock of the page: the server's, once a second. Until it runs it says when the page was rendered. */
export function ClockProvider({ initial, children }: { initial: number; children: ReactNode }) {
  const { skew } = useLiveState()
  const [now, setNow] = useState(initial)
  useEffect(() => {
    const tick = () => setNow(Date.now() + skew)
    tick()
    const timer = setInterval(tick, 1000)
    return () => clearInterval(timer)
  }, [skew])
  return <Now value={now}>{children}</Now>
}

/** Server time, ms. */
export function useNow(): number {
  return useContext(Now)
}
