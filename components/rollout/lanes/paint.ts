import type { DeviceState } from '../../../server/protocol/device-state.ts'
import { DEVICE_STATE, type MarkFill } from '../../status/device-state.ts'
import { cellAt, type LaneGeometry } from './geometry.ts'

export type Ink = Record<'ok' | 'run' | 'warn' | 'fail' | 'off' | 'ground', string>

/** Draws one cell anew. The same shapes as status/state-mark.tsx; below six pixels only colour and hollowness are left. */
export function paintCell(
  context: CanvasRenderingContext2D,
  geometry: LaneGeometry,
  cell: number,
  state: DeviceState,
  ink: Ink,
): void {
  const { mark: size, gap } = geometry
  const corner = cellAt(geometry, cell)
  const x = corner.x + gap / 2
  const y = corner.y + gap / 2
  const { colour, fill } = DEVICE_STATE[state].mark
  context.clearRect(corner.x, corner.y, size + gap, size + gap)
  context.fillStyle = ink[colour]
  context.strokeStyle = ink[colour]
  context.setLineDash([])
  if (size >= 10) shape(context, fill, x, y, size, ink.ground)
  else if (fill === 'hollow' || fill === 'dashed' || fill === 'bar' || fill === 'dot') edge(context, x, y, size, 1)
  else context.fillRect(x, y, size, size)
}

function shape(
  context: CanvasRenderingContext2D,
  fill: MarkFill,
  x: number,
  y: number,
  size: number,
  ground: string,
): void {
  switch (fill) {
    case 'solid':
      box(context, x, y, size)
      break
    case 'hollow':
      edge(context, x, y, size, 1.5)
      break
    case 'dashed':
      context.setLineDash([2, 1.6])
      edge(context, x, y, size, 1)
      break
    case 'half':
      edge(context, x, y, size, 1.5)
      context.fillRect(x, y + size / 2, size, size / 2)
      break
    case 'striped':
      edge(context, x, y, size, 1.5)
      context.lineWidth = 1.5
      lines(context, [
        [x + 1, y + 6, x + 6, y + 1],
        [x + 1, y + 9.5, x + 9.5, y + 1],
        [x + 5, y + 9, x + 9, y + 5],
      ])
      break
    case 'cross':
      box(context, x, y, size)
      context.strokeStyle = ground
      context.lineWidth = 1.5
      lines(context, [
        [x + 3, y + 3, x + 7, y + 7],
        [x + 7, y + 3, x + 3, y + 7],
      ])
      break
    case 'notch':
      context.beginPath()
      context.moveTo(x, y)
      context.lineTo(x + 5.5, y)
      context.lineTo(x + size, y + 4.5)
      context.lineTo(x + size, y + size)
      context.lineTo(x, y + size)
      context.fill()
      break
    case 'dot':
      edge(context, x, y, size, 1.5)
      context.fillRect(x + 3.5, y + 3.5, 3, 3)
      break
    case 'bar':
      edge(context, x, y, size, 1.5)
      context.fillRect(x + 2, y + 4.25, 6, 1.5)
      break
    default:
      fill satisfies never
  }
}

function box(context: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  context.beginPath()
  context.roundRect(x, y, size, size, 2)
  context.fill()
}

function edge(context: CanvasRenderingContext2D, x: number, y: number, size: number, width: number): void {
  context.lineWidth = width
  context.beginPath()
  context.roundRect(x + width / 2, y + width / 2, size - width, size - width, size >= 10 ? 1.5 : 0)
  context.stroke()
}

function lines(context: CanvasRenderingContext2D, all: readonly (readonly [number, number, number, number])[]): void {
  context.beginPath()
  for (const [fromX, fromY, toX, toY] of all) {
    context.moveTo(fromX, fromY)
    context.lineTo(toX, toY)
  }
  context.stroke()
}
