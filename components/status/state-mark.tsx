import type { DeviceState } from '../../server/protocol/device-state.ts'
import { DEVICE_STATE, type MarkFill } from './device-state.ts'

const INK = {
  ok: 'text-ok',
  run: 'text-run',
  warn: 'text-warn',
  fail: 'text-fail',
  off: 'text-off',
} as const

/** The dot of a lane, for legends and lists: the same ten pixels the canvas draws. */
export function StateMark({ state }: { state: DeviceState }) {
  const { colour, fill } = DEVICE_STATE[state].mark
  return (
    <svg aria-hidden="true" viewBox="0 0 10 10" className={`mark size-2.5 shrink-0 ${INK[colour]}`}>
      <Shape fill={fill} />
    </svg>
  )
}

function Shape({ fill }: { fill: MarkFill }) {
  const edge = (
    <rect x="0.75" y="0.75" width="8.5" height="8.5" rx="1.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
  )
  switch (fill) {
    case 'solid':
      return <rect width="10" height="10" rx="2" fill="currentColor" />
    case 'hollow':
      return edge
    case 'dashed':
      return (
        <rect x="0.5" y="0.5" width="9" height="9" rx="1.5" fill="none" stroke="currentColor" strokeDasharray="2 1.6" />
      )
    case 'half':
      return (
        <>
          {edge}
          <rect y="5" width="10" height="5" rx="1" fill="currentColor" />
        </>
      )
    case 'striped':
      return (
        <>
          {edge}
          <path d="M1 6 L6 1 M1 9.5 L9.5 1 M5 9 L9 5" stroke="currentColor" strokeWidth="1.5" />
        </>
      )
    case 'cross':
      return (
        <>
          <rect width="10" height="10" rx="2" fill="currentColor" />
          <path d="M3 3 L7 7 M7 3 L3 7" stroke="var(--color-card)" strokeWidth="1.5" />
        </>
      )
    case 'notch':
      return <path d="M2 0 H5.5 L10 4.5 V8 A2 2 0 0 1 8 10 H2 A2 2 0 0 1 0 8 V2 A2 2 0 0 1 2 0 Z" fill="currentColor" />
    case 'dot':
      return (
        <>
          {edge}
          <rect x="3.5" y="3.5" width="3" height="3" fill="currentColor" />
        </>
      )
    case 'bar':
      return (
        <>
          {edge}
          <rect x="2" y="4.25" width="6" height="1.5" fill="currentColor" />
        </>
      )
    default:
      return fill satisfies never
  }
}
