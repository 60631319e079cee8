import { ArrowRight, Hand } from 'lucide-react'
import Link from 'next/link'
import type { RolloutView } from '../../server/protocol/views/rollout-view.ts'
import { Countdown } from '../live/time.tsx'
import { page } from '../paths.ts'
import { PHASE } from '../status/phase.ts'
import { buttonClass } from '../ui/button-class.ts'

/** What happens next, when, on what condition: the decision core's own words. */
export function NextSentence({ view }: { view: RolloutView }) {
  const waits = view.next.waitingFor === 'person'
  const Glyph = waits ? Hand : ArrowRight
  const label = view.paused ? 'Paused' : PHASE[view.state.phase].label
  return (
    <section
      aria-label="Next"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border bg-card px-4 py-3"
    >
      <Glyph
        aria-hidden
        className={waits ? 'size-4 shrink-0 text-wait-text' : 'size-4 shrink-0 text-run-text'}
        strokeWidth={2}
      />
      <p role="status" aria-label="Rollout" className="value min-w-0 flex-1 basis-64 text-form">
        <strong className="font-semibold">{label}.</strong> {unsaid(view.next.sentence, label)}
      </p>
      {view.next.at !== null && view.endedAt === null && (
        <p className="shrink-0 rounded-control bg-sunken px-2.5 py-1 text-secondary">
          {waits ? 'expires in ' : 'in '}
          <Countdown to={view.next.at} past="a moment" />
        </p>
      )}
      {view.approval && (
        <Link href={page.approval(view.approval.id)} className={buttonClass({ tone: 'primary' })}>
          Review request
        </Link>
      )}
    </section>
  )
}

/** The sentence without the word already said before it: `Paused by Olive.` after `Paused.` reads `By Olive.` */
function unsaid(sentence: string, label: string): string {
  if (!sentence.startsWith(label)) return sentence
  const rest = sentence.slice(label.length).replace(/^[\s:;.,]+/, '')
  return rest.charAt(0).toUpperCase() + rest.slice(1)
}
