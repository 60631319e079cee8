import {
  CircleCheck,
  CircleX,
  Hand,
  Hourglass,
  ListChecks,
  LoaderCircle,
  type LucideIcon,
  OctagonX,
  RotateCcw,
  Scale,
  ShieldCheck,
  Undo2,
} from 'lucide-react'
import type { Phase } from '../../server/protocol/rollout-state.ts'
import type { Tone } from './tone.ts'

type Look = {
  label: string
  glyph: LucideIcon
  tone: Tone
  /** what a browser tab says, before the name */
  tab: string
}

export const PHASE = {
  preparing: { label: 'Preparing', glyph: ListChecks, tone: 'run', tab: '◔' },
  validating: { label: 'Validating', glyph: ShieldCheck, tone: 'run', tab: '◔' },
  deploying: { label: 'Deploying', glyph: LoaderCircle, tone: 'run', tab: '▶' },
  soaking: { label: 'Soaking', glyph: Hourglass, tone: 'run', tab: '⏳' },
  'awaiting-approval': { label: 'Waits for approval', glyph: Hand, tone: 'wait', tab: '✋' },
  comparing: { label: 'Compares its arms', glyph: Scale, tone: 'wait', tab: '⚖' },
  halted: { label: 'Halted', glyph: OctagonX, tone: 'fail', tab: '⛔' },
  'rolling-back': { label: 'Rolling back', glyph: RotateCcw, tone: 'warn', tab: '↩' },
  'verifying-rollback': { label: 'Verifying rollback', glyph: Undo2, tone: 'warn', tab: '↩' },
  confirming: { label: 'Confirming', glyph: CircleCheck, tone: 'run', tab: '◕' },
  completed: { label: 'Completed', glyph: CircleCheck, tone: 'ok', tab: '✓' },
  'rolled-back': { label: 'Rolled back', glyph: Undo2, tone: 'warn', tab: '⛔' },
  aborted: { label: 'Aborted', glyph: CircleX, tone: 'off', tab: '✕' },
} as const satisfies Record<Phase, Look>
