import { CircleCheck, OctagonX } from 'lucide-react'
import type { ApprovalView } from '../../server/protocol/views/approval-view.ts'
import { duration } from '../ui/numbers.ts'
import { Strip } from '../ui/strip.tsx'

/** One line from the core that runs the gates, then what it costs to be wrong. */
export function Advice({ view }: { view: ApprovalView }) {
  const { approve, sentence } = view.advice
  const { canary } = view
  const other = canary.devices - canary.healthy - canary.failed - canary.skipped
  return (
    <section aria-label="Advice" className="flex flex-col gap-3">
      <Strip
        tone={approve ? 'ok' : 'fail'}
        glyph={approve ? CircleCheck : OctagonX}
        title={approve ? 'Evidence says yes' : 'Evidence says no'}
      >
        {sentence}
      </Strip>
      <div className="rounded-card border bg-card px-4 py-3">
        <p>{view.consequence}</p>
        <p className="mt-2 text-muted">
          Canary: {canary.healthy} of {canary.devices} healthy
          {other > 0 && `, ${other} degraded`}
          {canary.failed > 0 && `, ${canary.failed} failed`}
          {canary.skipped > 0 && `, ${canary.skipped} offline`} after {duration(canary.soakSeconds)} of soak.
        </p>
        {view.drill && (
          <p className="text-muted">
            Going back was tried on {view.drill.name}: {view.drill.seconds.toFixed(1)} s, then the new version again.
          </p>
        )}
        {view.acknowledge.length > 0 && (
          <>
            <p className="mt-3 font-medium text-warn-text">Approving accepts</p>
            <ul className="list-disc space-y-1 pl-4">
              {view.acknowledge.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </section>
  )
}
