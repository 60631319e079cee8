import { CircleCheck, CircleDashed, CircleX } from 'lucide-react'
import type { ApprovalView } from '../../server/protocol/views/approval-view.ts'
import { Ago, At } from '../live/time.tsx'
import { plural } from '../ui/numbers.ts'

/** Who has decided, and who can: a rollout that waits names the people it waits for. */
export function Who({ view }: { view: ApprovalView }) {
  const missing = Math.max(0, view.needed - view.decisions.filter(({ decision }) => decision === 'approve').length)
  return (
    <section aria-label="Who decides" className="rounded-card border bg-card px-4 py-3">
      <p>
        Asked by <span className="font-medium">{view.requestedBy}</span> <Ago at={view.requestedAt} />. Needs{' '}
        {plural(view.needed, 'approver')}; who asked may not approve.
      </p>
      <ul className="mt-2 flex flex-col gap-2">
        {view.decisions.map((decision) => {
          const Glyph = decision.decision === 'approve' ? CircleCheck : CircleX
          return (
            <li key={decision.name} className="flex items-start gap-2">
              <Glyph
                aria-hidden
                className={
                  decision.decision === 'approve'
                    ? 'mt-0.5 size-4 shrink-0 text-ok-text'
                    : 'mt-0.5 size-4 shrink-0 text-fail-text'
                }
                strokeWidth={1.75}
              />
              <p className="min-w-0">
                <span className="font-medium">{decision.name}</span>{' '}
                {decision.decision === 'approve' ? 'approved' : 'rejected'} at <At at={decision.at} />
                {decision.comment && <span className="block text-muted">“{decision.comment}”</span>}
              </p>
            </li>
          )
        })}
        {view.outcome === 'open' && missing > 0 && (
          <li className="flex items-start gap-2 text-muted">
            <CircleDashed aria-hidden className="mt-0.5 size-4 shrink-0" strokeWidth={1.75} />
            <p className="min-w-0">
              {missing} to go.{' '}
              {view.canDecide.length > 0
                ? `Can decide: ${view.canDecide.join(', ')}.`
                : 'Nobody who may decide exists: ask the owner to add an approver.'}
            </p>
          </li>
        )}
      </ul>
    </section>
  )
}
