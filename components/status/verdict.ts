import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  Gauge,
  Hourglass,
  type LucideIcon,
  OctagonX,
  TriangleAlert,
  Undo2,
} from 'lucide-react'
import type { EvidenceRow, Verdict } from '../../server/protocol/evidence.ts'
import type { WaveLane } from '../../server/protocol/views/rollout-view.ts'
import type { Tone } from './tone.ts'

type Look = { label: string; glyph: LucideIcon; tone: Tone }

export const ROW_VERDICT = {
  pass: { label: 'Pass', glyph: CircleCheck, tone: 'ok' },
  near: { label: 'Near', glyph: TriangleAlert, tone: 'warn' },
  fail: { label: 'Fail', glyph: OctagonX, tone: 'fail' },
  'no-data': { label: 'No data', glyph: Ban, tone: 'off' },
  'too-few': { label: 'Too few', glyph: Gauge, tone: 'off' },
} as const satisfies Record<EvidenceRow['verdict'], Look>

export const VERDICT = {
  pass: { label: 'Gate passes', glyph: CircleCheck, tone: 'ok' },
  wait: { label: 'Still watching', glyph: Hourglass, tone: 'run' },
  inconclusive: { label: 'Inconclusive', glyph: CircleHelp, tone: 'warn' },
  fail: { label: 'Gate fails', glyph: OctagonX, tone: 'fail' },
} as const satisfies Record<Verdict, Look>

export const WAVE_VERDICT = {
  pass: { label: 'Pass', glyph: CircleCheck, tone: 'ok' },
  fail: { label: 'Fail', glyph: OctagonX, tone: 'fail' },
  inconclusive: { label: 'Inconclusive', glyph: CircleHelp, tone: 'warn' },
  running: { label: 'Running', glyph: Hourglass, tone: 'run' },
  'not-started': { label: 'Not started', glyph: CircleDashed, tone: 'off' },
  'rolled-back': { label: 'Rolled back', glyph: Undo2, tone: 'warn' },
} as const satisfies Record<WaveLane['verdict'], Look>
