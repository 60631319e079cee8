'use client'

import { useEffect, useRef, useState } from 'react'
import type { RolloutDevicesView } from '../../server/protocol/views/rollout-view.ts'
import { applyDelta, type LaneStates, laneStates, replaceStates } from '../live/lane-states.ts'
import { useReach } from '../live/live-context.ts'
import type { RoomListener } from '../live/live-session.ts'

type Held = { states: LaneStates; read: RolloutDevicesView; from: 'http' | 'socket' }

/**
 * The dots of a rollout. The socket's word counts while it is heard; before its first and while it is stale, what was
 * read over HTTP does.
 */
export function useLaneStates(view: RolloutDevicesView) {
  const { stale } = useReach()
  const [held, setHeld] = useState<Held>(() => ({ states: statesOf(view), read: view, from: 'http' }))
  if (held.read !== view) {
    const useRead = stale || held.from === 'http' || held.states.length !== view.devices.length
    setHeld(useRead ? { states: statesOf(view), read: view, from: 'http' } : { ...held, read: view })
  }

  // Several messages may arrive between two paints; each must build on the one before it.
  const newest = useRef(held.states)
  useEffect(() => {
    newest.current = held.states
  }, [held])

  const onStates: RoomListener['states'] = (message) => {
    const { type, bytes } = message
    const states = type === 'states' ? replaceStates(newest.current, bytes) : applyDelta(newest.current, bytes)
    if (!states) return 'does-not-fit'
    newest.current = states
    setHeld((now) => ({ ...now, states, from: 'socket' }))
    return 'ok'
  }
  return { states: held.states, onStates }
}

function statesOf(view: RolloutDevicesView): LaneStates {
  return laneStates(view.devices.map((device) => device.state))
}
