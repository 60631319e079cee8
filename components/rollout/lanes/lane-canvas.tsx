'use client'

import { useRouter } from 'next/navigation'
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { RolloutDevicesView } from '../../../server/protocol/views/rollout-view.ts'
import { type LaneStates, stateAt } from '../../live/lane-states.ts'
import { page } from '../../paths.ts'
import { DEVICE_STATE } from '../../status/device-state.ts'
import { DeviceCard } from './device-card.tsx'
import { cellAt, hitCell, laneGeometry, moveCursor } from './geometry.ts'
import { usePaint } from './use-paint.ts'
import { useWidth } from './use-width.ts'
import { worstOf } from './worst.ts'

const HOVER_INTENT_MS = 300

type Props = {
  label: string
  /** what the whole lane says in words */
  summary: string
  offset: number
  devices: RolloutDevicesView['devices']
  states: LaneStates
  cohort: number
}

/** One mark a device. Pointer: rest on a mark, or press it. Keyboard: arrows move a cursor, Enter opens the device. */
export function LaneCanvas({ label, summary, offset, devices, states, cohort }: Props) {
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const intent = useRef<ReturnType<typeof setTimeout>>(undefined)
  const router = useRouter()
  const width = useWidth(frame)
  const [cursor, setCursor] = useState(0)
  const [shown, setShown] = useState<number | null>(null)
  const geometry = useMemo(() => laneGeometry(devices.length, cohort, width), [devices.length, cohort, width])
  const cells = useMemo(
    () =>
      Array.from({ length: geometry.cells }, (_, cell) => {
        const first = offset + cell * geometry.perCell
        return worstOf(states, first, Math.min(first + geometry.perCell, offset + devices.length))
      }),
    [geometry, states, offset, devices.length],
  )
  usePaint(canvas, geometry, cells)
  useEffect(() => () => clearTimeout(intent.current), [])

  const deviceOf = (cell: number) => devices[cell * geometry.perCell]
  const at = cellAt(geometry, cursor)
  const under = deviceOf(cursor)
  const preview = shown === null ? undefined : deviceOf(shown)
  const corner = cellAt(geometry, shown ?? 0)

  const point = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect()
    return hitCell(geometry, event.clientX - box.left, event.clientY - box.top)
  }
  const hover = (event: PointerEvent) => {
    clearTimeout(intent.current)
    const cell = point(event)
    if (event.pointerType !== 'mouse') return
    if (shown !== null) return setShown(cell)
    if (cell !== null) intent.current = setTimeout(() => setShown(cell), HOVER_INTENT_MS)
  }
  const press = (event: KeyboardEvent) => {
    const next = moveCursor(geometry, cursor, event.key)
    if (next !== null) {
      event.preventDefault()
      setCursor(next)
      setShown(next)
    } else if (event.key === 'Escape') setShown(null)
    else if (event.key === 'Enter' && under) router.push(page.device(under.id))
  }

  return (
    // The pointer only previews; everything it does, the cursor button does
    <div
      ref={frame}
      className="relative"
      style={{ marginLeft: -geometry.gap / 2 }}
      onPointerLeave={() => {
        clearTimeout(intent.current)
        setShown(null)
      }}
    >
      <canvas
        ref={canvas}
        role="img"
        aria-label={`${label}: ${summary}`}
        style={{ width: '100%', height: geometry.height }}
        className="mark block touch-manipulation"
        onPointerMove={hover}
        onPointerDown={(event) => {
          const cell = point(event)
          setShown(cell)
          if (cell !== null) setCursor(cell)
        }}
      />
      {under && (
        <button
          type="button"
          aria-label={`${label}, device ${cursor + 1} of ${geometry.cells}: ${under.name}, ${DEVICE_STATE[stateAt(states, offset + cursor * geometry.perCell)].label}. Arrow keys move, Enter opens.`}
          className="pointer-events-none absolute rounded-mark"
          style={{ left: at.x, top: at.y, width: geometry.mark + geometry.gap, height: geometry.mark + geometry.gap }}
          onKeyDown={press}
          onFocus={() => setShown(cursor)}
          onBlur={() => setShown(null)}
        />
      )}
      {shown !== null && preview && (
        <DeviceCard
          device={preview}
          state={stateAt(states, offset + shown * geometry.perCell)}
          left={Math.max(0, Math.min(corner.x - 12, width - 272))}
          top={corner.y + geometry.mark + geometry.gap + 4}
        />
      )}
    </div>
  )
}
