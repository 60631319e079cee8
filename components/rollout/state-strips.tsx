import { CircleCheck, CircleX, OctagonX, Pause, TriangleAlert, Undo2 } from 'lucide-react'
import type { RolloutState, Trigger } from '../../server/protocol/rollout-state.ts'
import type { RolloutView } from '../../server/protocol/views/rollout-view.ts'
import { Ago, At } from '../live/time.tsx'
import { duration } from '../ui/numbers.ts'
import { Strip } from '../ui/strip.tsx'
import { Revalidated } from './revalidated.tsx'

/** What stands above everything else until it is over: who stopped it, or what did, and what came of it. */
export function StateStrips({ view }: { view: RolloutView }) {
  return (
    <section aria-label="State" className="flex flex-col gap-4 empty:hidden">
      {/* A gate that could not be judged is said where a person can do something about it. */}
      {view.remedies.override === null && <StateStrip state={view.state} />}
      {view.paused && (
        <Strip
          tone="warn"
          glyph={Pause}
          title={
            <>
              Paused by {view.paused.by} <Ago at={view.paused.since} />
            </>
          }
        >
          {view.paused.reason ? `“${view.paused.reason}”` : 'No reason was given.'}
        </Strip>
      )}
      {view.revalidated && view.endedAt === null && <Revalidated revalidated={view.revalidated} />}
    </section>
  )
}

/** D-01: coverage won over the percentage. Known before the start, so it stands below what happened since. */
export function CanaryCap({ view }: { view: RolloutView }) {
  if (!view.canaryExceedsCap || view.endedAt !== null) return null
  return (
    <Strip tone="warn" glyph={TriangleAlert} title="The canary is larger than its cap">
      {view.canaryExceedsCap}
    </Strip>
  )
}

function haltedTitle({ trigger, resume }: Extract<RolloutState, { phase: 'halted' }>): string {
  if (trigger.rule === 'rejected') return 'Halted: its approval was rejected'
  if (trigger.rule === 'expired') return 'Halted: its approval expired'
  if (trigger.rule === 'person') return 'Halted: its wave was rolled back'
  return resume === 'drill-again' ? 'Halted by its rollback drill' : 'Halted by its gate'
}

function StateStrip({ state }: { state: RolloutState }) {
  switch (state.phase) {
    case 'halted':
      return (
        <Strip tone="fail" glyph={OctagonX} title={haltedTitle(state)}>
          <Because trigger={state.trigger} />
        </Strip>
      )
    case 'rolling-back':
    case 'verifying-rollback':
      return (
        <Strip
          tone="fail"
          glyph={Undo2}
          title={state.phase === 'rolling-back' ? 'Rolling back' : 'Rolled back, now measuring whether it helped'}
        >
          <Because trigger={state.trigger} />
        </Strip>
      )
    case 'rolled-back':
      return (
        <Strip tone="fail" glyph={Undo2} title="Rolled back">
          <Because trigger={state.trigger} />
          <Restored state={state} />
        </Strip>
      )
    case 'aborted':
      return (
        <Strip tone="off" glyph={CircleX} title="Aborted; exposed devices were sent back">
          <Because trigger={state.trigger} />
          <Restored state={state} />
        </Strip>
      )
    case 'completed':
      return (
        <Strip tone="ok" glyph={CircleCheck} title="Completed: every wave passed its gate">
          Completed at <At at={state.at} />. The report has the numbers.
        </Strip>
      )
    case 'preparing':
    case 'validating':
    case 'deploying':
    case 'soaking':
    case 'awaiting-approval':
    case 'comparing':
    case 'confirming':
      return null
    default:
      return state satisfies never
  }
}

/** Not rules of the contract: the sentence says it. */
const WORDS = ['person', 'rejected', 'expired']

function Because({ trigger }: { trigger: Trigger }) {
  return (
    <p>
      {trigger.because}{' '}
      <span className="text-muted">
        {WORDS.includes(trigger.rule) ? '' : `${trigger.rule}, `}
        <At at={trigger.at} />
      </span>
    </p>
  )
}

const RESTORED = {
  yes: 'Its measurements are back at the baseline',
  no: 'Its measurements did not return to the baseline: look at the fleet',
  'not-measured': 'Whether its measurements returned to the baseline could not be measured',
} as const

function Restored({ state }: { state: Extract<RolloutState, { phase: 'rolled-back' | 'aborted' }> }) {
  return (
    <p>
      {RESTORED[state.restored]}, {duration((state.at - state.trigger.at) / 1000)} after the trigger.
    </p>
  )
}
