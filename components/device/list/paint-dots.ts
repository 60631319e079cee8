import type { DeviceMapView } from '../../../server/protocol/views/devices-view.ts'

type Group = DeviceMapView['groups'][number]

export const DOT_PX = 8
const STEP_PX = 10
/** Dots drawn of one group; a larger one is drawn to scale, never with a state left out. */
const MOST_DOTS = 400

/** Worst first, as they are drawn. Colour and shape both say it: solid, bar, hollow, dashed. */
export const STATES = [
  { key: 'unhealthy', label: 'Unhealthy', className: 'mark rounded-[2px] bg-fail' },
  { key: 'degraded', label: 'Degraded', className: 'mark rounded-full bg-warn' },
  { key: 'unknown', label: 'Unknown', className: 'mark rounded-[2px] border border-dashed border-off' },
  { key: 'offline', label: 'Offline', className: 'mark rounded-[2px] border border-off' },
  { key: 'healthy', label: 'Healthy', className: 'mark rounded-[2px] bg-ok' },
] as const

const dotsIn = (devices: number) => Math.min(devices, MOST_DOTS)

/** Rows of at least 16 dots: the narrowest group is 164 px wide. */
export const heightOf = (devices: number): number => Math.ceil(dotsIn(devices) / 16) * STEP_PX

export function paintDots(canvas: HTMLCanvasElement, group: Group): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const scale = devicePixelRatio
  const width = canvas.clientWidth
  canvas.width = width * scale
  canvas.height = canvas.clientHeight * scale
  context.scale(scale, scale)
  const ink = getComputedStyle(canvas)
  const colour = (name: string) => ink.getPropertyValue(`--color-${name}`)
  const inRow = Math.max(16, Math.floor(width / STEP_PX))
  let dot = 0
  for (const { key } of STATES) {
    const dots = group.devices > MOST_DOTS ? Math.ceil((group[key] / group.devices) * MOST_DOTS) : group[key]
    for (let n = 0; n < dots; n++, dot++)
      shape(context, key, (dot % inRow) * STEP_PX, Math.floor(dot / inRow) * STEP_PX, colour)
  }
}

function shape(
  context: CanvasRenderingContext2D,
  state: (typeof STATES)[number]['key'],
  x: number,
  y: number,
  colour: (name: string) => string,
): void {
  switch (state) {
    case 'healthy':
    case 'unhealthy':
      context.fillStyle = colour(state === 'healthy' ? 'ok' : 'fail')
      context.fillRect(x, y, DOT_PX, DOT_PX)
      return
    case 'degraded':
      context.fillStyle = colour('warn')
      context.beginPath()
      context.arc(x + DOT_PX / 2, y + DOT_PX / 2, DOT_PX / 2, 0, 2 * Math.PI)
      context.fill()
      return
    case 'unknown':
    case 'offline':
      context.strokeStyle = colour('off')
      context.setLineDash(state === 'unknown' ? [2, 1.5] : [])
      context.strokeRect(x + 0.5, y + 0.5, DOT_PX - 1, DOT_PX - 1)
      return
    default:
      state satisfies never
  }
}
