import {
  CircleCheck,
  CircleDashed,
  EarOff,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  OctagonX,
  RotateCcw,
  ShieldAlert,
  SkipForward,
  TriangleAlert,
  Undo2,
  Unplug,
} from 'lucide-react'
import type { DeviceState } from '../../server/protocol/device-state.ts'
import type { Tone } from './tone.ts'

type Look = {
  label: string
  glyph: LucideIcon
  tone: Tone
  /** colour token and fill of its dot: the two together are unlike any other state's, in grey as well */
  mark: {
    colour: 'ok' | 'run' | 'warn' | 'fail' | 'off'
    fill: 'solid' | 'striped' | 'half' | 'hollow' | 'dashed' | 'cross' | 'notch' | 'dot' | 'bar'
  }
}

export const DEVICE_STATE = {
  pending: { label: 'Not started', glyph: CircleDashed, tone: 'off', mark: { colour: 'off', fill: 'dashed' } },
  installing: { label: 'Installing', glyph: LoaderCircle, tone: 'run', mark: { colour: 'run', fill: 'half' } },
  verifying: { label: 'Verifying', glyph: Hourglass, tone: 'run', mark: { colour: 'run', fill: 'striped' } },
  healthy: { label: 'Healthy', glyph: CircleCheck, tone: 'ok', mark: { colour: 'ok', fill: 'solid' } },
  degraded: { label: 'Degraded', glyph: TriangleAlert, tone: 'warn', mark: { colour: 'warn', fill: 'notch' } },
  failed: { label: 'Failed', glyph: OctagonX, tone: 'fail', mark: { colour: 'fail', fill: 'cross' } },
  'rolling-back': { label: 'Rolling back', glyph: RotateCcw, tone: 'warn', mark: { colour: 'warn', fill: 'striped' } },
  'rolled-back': { label: 'Rolled back', glyph: Undo2, tone: 'warn', mark: { colour: 'warn', fill: 'hollow' } },
  quarantined: { label: 'Quarantined', glyph: ShieldAlert, tone: 'fail', mark: { colour: 'fail', fill: 'hollow' } },
  skipped: { label: 'Catch up later', glyph: SkipForward, tone: 'off', mark: { colour: 'off', fill: 'bar' } },
  dark: { label: 'Gone dark', glyph: Unplug, tone: 'warn', mark: { colour: 'warn', fill: 'dot' } },
  silent: { label: 'Silent', glyph: EarOff, tone: 'warn', mark: { colour: 'warn', fill: 'bar' } },
} as const satisfies Record<DeviceState, Look>

export type MarkFill = Look['mark']['fill']
