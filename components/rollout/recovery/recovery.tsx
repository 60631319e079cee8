import { CircleCheck, CircleDashed, Hourglass, LoaderCircle, type LucideIcon, OctagonX } from 'lucide-react'
import Link from 'next/link'
import type { RecoveryStep, RecoveryView } from '../../../server/protocol/views/recovery-view.ts'
import type { RolloutView } from '../../../server/protocol/views/rollout-view.ts'
import { At } from '../../live/time.tsx'
import { page } from '../../paths.ts'
import { TEXT, type Tone } from '../../status/tone.ts'
import { Card } from '../../ui/card.tsx'
import { cn } from '../../ui/cn.ts'
import { FailedDevices } from './failed-devices.tsx'
import { RecordCause } from './record-cause.tsx'

const STATUS = {
  done: { word: 'Done', glyph: CircleCheck, tone: 'ok' },
  current: { word: 'Now', glyph: LoaderCircle, tone: 'run' },
  waiting: { word: 'Waits', glyph: CircleDashed, tone: 'off' },
  owed: { word: 'Owed', glyph: Hourglass, tone: 'warn' },
  failed: { word: 'Needs a person', glyph: OctagonX, tone: 'fail' },
} as const satisfies Record<RecoveryStep['status'], { word: string; glyph: LucideIcon; tone: Tone }>

/** R-125 … R-131: what was done about a failed wave, what is left to do, and who has to do it. */
export function Recovery({ view, recovery }: { view: RolloutView; recovery: RecoveryView }) {
  return (
    <Card
      title="Recovery"
      note={recovery.unexplained ? 'Held until a person records the root cause' : 'The root cause is recorded'}
      flush
    >
      <ol className="divide-y" aria-label="Recovery steps">
        {recovery.steps.map((step) => (
          <Step key={step.key} step={step} />
        ))}
      </ol>
      {recovery.recommendations.length > 0 && (
        <div className="border-t px-4 py-3">
          <h3 className="font-medium">Recommended</h3>
          <ul className="mt-1 list-disc space-y-1 pl-4">
            {recovery.recommendations.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      )}
      <FailedDevices id={view.id} />
      <div className="flex flex-wrap items-center gap-3 border-t px-4 py-3">
        <RecordCause view={view} recovery={recovery} />
        <Link href={page.report(view.id)} className="rounded-mark underline underline-offset-2">
          Read the report
        </Link>
        {!recovery.unexplained && view.plan && (
          <Link href={page.revise(view.plan.number)} className="rounded-mark underline underline-offset-2">
            Revise plan {view.plan.number}
          </Link>
        )}
      </div>
    </Card>
  )
}

function Step({ step }: { step: RecoveryStep }) {
  // A step that waits for a person is work to do, not work under way.
  const {
    word,
    glyph: Glyph,
    tone,
  } = step.key === 'root-cause' && step.status === 'current' ? STATUS.failed : STATUS[step.status]
  return (
    <li className="flex items-start gap-3 px-4 py-2" aria-current={step.status === 'current' ? 'step' : undefined}>
      <Glyph
        aria-hidden
        className={cn('mt-0.5 size-4 shrink-0', TEXT[tone], Glyph === LoaderCircle && 'turning')}
        strokeWidth={1.75}
      />
      <div className="min-w-0 flex-1 md:grid md:grid-cols-[minmax(200px,1fr)_3fr] md:gap-4">
        <p className={step.status === 'waiting' ? 'text-muted' : 'font-medium'}>
          {step.label}
          <span className={cn('ml-2 font-normal text-secondary', TEXT[tone])}>
            {step.status === 'done' ? <span className="sr-only">{word}</span> : word}
          </span>
        </p>
        <p className="min-w-0 break-words text-secondary leading-5">{step.sentence}</p>
      </div>
      <span className="w-32 shrink-0 text-right text-micro text-muted leading-5 max-md:hidden">
        <span className="font-mono">{step.rule}</span> {step.at !== null && <At at={step.at} />}
      </span>
    </li>
  )
}
