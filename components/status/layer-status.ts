import { CircleCheck, CircleHelp, type LucideIcon, OctagonX, TriangleAlert } from 'lucide-react'
import type { LayerStatus } from '../../server/protocol/health.ts'
import type { Tone } from './tone.ts'

/** Health is its own axis: never merged with where a device stands in a rollout, nor with whether it is online. */
export const LAYER_STATUS = {
  healthy: { label: 'Healthy', glyph: CircleCheck, tone: 'ok' },
  degraded: { label: 'Degraded', glyph: TriangleAlert, tone: 'warn' },
  unhealthy: { label: 'Unhealthy', glyph: OctagonX, tone: 'fail' },
  unknown: { label: 'Unknown', glyph: CircleHelp, tone: 'off' },
} as const satisfies Record<LayerStatus, { label: string; glyph: LucideIcon; tone: Tone }>

/** R-091 … R-094, coarsest first, as the wire orders them. */
export const LAYERS = [
  { key: 'connectivity', label: 'Connectivity' },
  { key: 'system', label: 'System' },
  { key: 'application', label: 'Application' },
  { key: 'functional', label: 'Functional' },
] as const
