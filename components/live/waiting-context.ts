'use client'

import { createContext, useContext } from 'react'

/** How many devices wait for a person: in the lobby, and because they contradict the registry. */
export type Waiting = { readonly lobby: number; readonly discrepancies: number }

export const WaitingContext = createContext<Waiting>({ lobby: 0, discrepancies: 0 })

export const useWaiting = (): Waiting => useContext(WaitingContext)
