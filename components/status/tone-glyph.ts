import { CircleCheck, CircleDashed, Hand, LoaderCircle, type LucideIcon, OctagonX, TriangleAlert } from 'lucide-react'
import type { Tone } from './tone.ts'

/** The glyph of a status that the server has already named. */
export const TONE_GLYPH = {
  ok: CircleCheck,
  run: LoaderCircle,
  warn: TriangleAlert,
  fail: OctagonX,
  wait: Hand,
  off: CircleDashed,
} as const satisfies Record<Tone, LucideIcon>
