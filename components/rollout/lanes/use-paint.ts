'use client'

import { useTheme } from 'next-themes'
import { type RefObject, useEffect, useRef } from 'react'
import type { DeviceState } from '../../../server/protocol/device-state.ts'
import type { LaneGeometry } from './geometry.ts'
import { type Ink, paintCell } from './paint.ts'

/** Keeps a canvas equal to the states: only cells that differ from what is on it are drawn. */
export function usePaint(
  canvas: RefObject<HTMLCanvasElement | null>,
  geometry: LaneGeometry,
  cells: readonly DeviceState[],
) {
  const { resolvedTheme } = useTheme()
  const painted = useRef<{ key: string; cells: readonly DeviceState[] }>({ key: '', cells: [] })
  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context) return
    const frame = requestAnimationFrame(() => {
      const scale = window.devicePixelRatio || 1
      const key = `${geometry.width} ${geometry.height} ${geometry.mark} ${geometry.columns} ${scale} ${resolvedTheme}`
      const anew = painted.current.key !== key
      if (anew) {
        element.width = Math.round(geometry.width * scale)
        element.height = Math.round(geometry.height * scale)
        context.setTransform(scale, 0, 0, scale, 0, 0)
      }
      const ink = readInk(element)
      cells.forEach((state, cell) => {
        if (anew || painted.current.cells[cell] !== state) paintCell(context, geometry, cell, state, ink)
      })
      painted.current = { key, cells }
    })
    return () => cancelAnimationFrame(frame)
  }, [canvas, geometry, cells, resolvedTheme])
}

function readInk(element: HTMLElement): Ink {
  if (matchMedia('(forced-colors: active)').matches)
    return {
      ok: 'CanvasText',
      run: 'CanvasText',
      warn: 'CanvasText',
      fail: 'CanvasText',
      off: 'GrayText',
      ground: 'Canvas',
    }
  const style = getComputedStyle(element)
  const token = (name: string) => style.getPropertyValue(`--color-${name}`)
  return {
    ok: token('ok'),
    run: token('run'),
    warn: token('warn'),
    fail: token('fail'),
    off: token('off'),
    ground: token('card'),
  }
}
