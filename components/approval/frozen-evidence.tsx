import type { ApprovalView } from '../../server/protocol/views/approval-view.ts'
import { At } from '../live/time.tsx'
import { EvidenceTable } from '../status/evidence-table.tsx'
import { VERDICT } from '../status/verdict.ts'
import { Copy } from '../ui/copy.tsx'
import { Disclosure } from '../ui/disclosure.tsx'

/** What was on the table when approval was asked for; the decision is bound to its hash. */
export function FrozenEvidence({ view }: { view: ApprovalView }) {
  const passing = view.reading.rows.filter((row) => row.verdict === 'pass' || row.verdict === 'near').length
  return (
    <>
      <section aria-label="Gate evidence">
        <Disclosure open title="Evidence" note={`${passing} of ${view.reading.rows.length} pass`}>
          <p className="flex flex-wrap items-center gap-x-2 px-4 py-2.5 text-muted text-secondary">
            <span>
              {VERDICT[view.reading.verdict].label}, frozen at <At at={view.reading.at} />
            </span>
            <span className="flex items-center gap-1">
              <span title={view.evidenceHash} className="font-mono">
                {view.evidenceHash.slice(0, 12)}
              </span>
              <Copy text={view.evidenceHash} label="Copy the evidence hash" />
            </span>
          </p>
          <div className="border-t">
            <EvidenceTable reading={view.reading} label="Frozen gate evidence" />
          </div>
        </Disclosure>
      </section>
      {view.changes.length > 0 && (
        <Disclosure title="What changes" note={`${view.changes.length}`}>
          <dl className="divide-y">
            {view.changes.map((change) => (
              <div key={change.label} className="px-4 py-2 md:grid md:grid-cols-[180px_1fr] md:gap-4">
                <dt className="text-muted">{change.label}</dt>
                <dd className="break-words font-mono text-secondary leading-5">
                  {change.from} → {change.to}
                </dd>
              </div>
            ))}
          </dl>
        </Disclosure>
      )}
    </>
  )
}
