import { CircleCheck, CircleDashed, Clock, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { DeviceRegistryView } from '../../server/protocol/views/registry-view.ts'
import type { Tone } from '../status/tone.ts'

type Calibration = DeviceRegistryView['resources'][number]['calibration']

export const CALIBRATION = {
  valid: { label: 'Calibrated', tone: 'ok', glyph: CircleCheck },
  soon: { label: 'Calibration due soon', tone: 'warn', glyph: Clock },
  due: { label: 'Calibration due', tone: 'fail', glyph: TriangleAlert },
  unknown: { label: 'Calibration unknown', tone: 'off', glyph: CircleDashed },
} as const satisfies Record<Calibration, { label: string; tone: Tone; glyph: LucideIcon }>
