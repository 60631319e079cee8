import type { DiscrepancyView } from '../../server/protocol/views/registry-view.ts'
import { At } from '../live/time.tsx'
import { Card } from '../ui/card.tsx'

/** Disagreements that are over, and how they ended. */
export function ResolvedCard({ discrepancies }: { discrepancies: readonly DiscrepancyView[] }) {
  const ended = discrepancies.flatMap((one) => (one.resolved ? [{ ...one, resolved: one.resolved }] : []))
  if (ended.length === 0) return null
  return (
    <Card title="Contradicted the registry" note="resolved" flush>
      <ul className="divide-y">
        {ended.map(({ id, sentence, resolved }) => (
          <li key={id} className="px-4 py-2.5">
            <p>{sentence}</p>
            <p className="text-muted text-secondary">
              Resolved by {resolved.by}, <At at={resolved.at} seconds={false} />: {resolved.how}.
            </p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
