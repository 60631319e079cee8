'use client'

import { Check, CircleDashed, Hand, LoaderCircle, type LucideIcon, OctagonX, Undo2 } from 'lucide-react'
import type { PipelineStep } from '../../server/protocol/views/rollout-view.ts'
import { cn } from '../ui/cn.ts'

type Status = PipelineStep['status']

const LOOK = {
  done: { word: 'done', glyph: Check, ink: 'text-ok-text', bar: 'bg-ok' },
  current: { word: 'now', glyph: LoaderCircle, ink: 'text-run-text', bar: 'bg-run' },
  waiting: { word: 'waits for a person', glyph: Hand, ink: 'text-wait-text', bar: 'bg-wait-text' },
  failed: { word: 'failed', glyph: OctagonX, ink: 'text-fail-text', bar: 'bg-fail' },
  'turned-back': { word: 'turned back', glyph: Undo2, ink: 'text-warn-text', bar: 'bg-warn' },
  'not-reached': { word: 'not reached', glyph: CircleDashed, ink: 'text-muted', bar: 'bg-border' },
} as const satisfies Record<Status, { word: string; glyph: LucideIcon; ink: string; bar: string }>

type Props = { steps: readonly PipelineStep[]; wave: number | null; onScope: (wave: number | null) => void }

/** The way from PREPARE to CONFIRM. A step with a wave narrows the screen to it; pressed again it widens. */
export function Pipeline({ steps, wave, onScope }: Props) {
  return (
    <nav aria-label="Pipeline" className="rounded-card border bg-card px-2 py-2">
      <ol className="flex flex-col md:grid md:auto-cols-fr md:grid-flow-col">
        {steps.map((step) => (
          <Step key={step.key} step={step} scoped={step.wave !== null && step.wave === wave} onScope={onScope} />
        ))}
      </ol>
    </nav>
  )
}

function Step({ step, scoped, onScope }: { step: PipelineStep; scoped: boolean; onScope: Props['onScope'] }) {
  const { word, glyph: Glyph, ink, bar } = LOOK[step.status]
  const here = step.status === 'current' || step.status === 'waiting'
  const content = (
    <>
      <span aria-hidden className={cn('fill mark block rounded-chip max-md:w-1 max-md:self-stretch md:h-1', bar)} />
      <span className="min-w-0 max-md:flex max-md:flex-1 max-md:items-center max-md:gap-2">
        <span className="flex items-center gap-1.5">
          <Glyph aria-hidden className={cn('size-3.5 shrink-0', ink)} strokeWidth={2} />
          <span
            className={cn(
              'truncate text-micro tracking-wide uppercase',
              here ? 'font-semibold' : 'font-medium',
              step.status === 'not-reached' && 'text-muted',
            )}
          >
            {step.label}
          </span>
          <span className="sr-only">, {word}</span>
        </span>
        <span className="value block min-h-4 text-muted text-secondary max-md:ml-auto max-md:text-right md:mt-0.5 md:line-clamp-2">
          {step.note}
        </span>
      </span>
    </>
  )
  const shape = 'flex w-full gap-2 rounded-control px-2 py-1.5 text-left md:h-full md:flex-col'
  return (
    <li aria-current={here ? 'step' : undefined} className="min-w-0">
      {step.wave === null ? (
        <div className={shape}>{content}</div>
      ) : (
        <button
          type="button"
          aria-pressed={scoped}
          onClick={() => onScope(scoped ? null : step.wave)}
          className={cn(shape, 'hover:bg-bg', scoped && 'bg-run-soft hover:bg-run-soft')}
        >
          {content}
        </button>
      )}
    </li>
  )
}
