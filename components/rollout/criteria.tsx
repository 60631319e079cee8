import type { Criteria as Stated } from '../../server/protocol/plan-document.ts'
import { Card } from '../ui/card.tsx'

/** what it was held to before it started. Never edited after; the verdict is read against it. */
export function Criteria({ criteria }: { criteria: Stated }) {
  return (
    <Card title="Success and rollback criteria" note="Stated before the start" flush>
      <div className="grid md:grid-cols-2 md:divide-x max-md:divide-y">
        <div className="min-w-0 p-4">
          <h3 className="font-medium">It succeeds when</h3>
          <p className="mt-1 break-words">“{criteria.success}”</p>
          <ul className="mt-2 list-disc space-y-1 pl-4 text-muted text-secondary">
            {criteria.measured.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </div>
        <div className="min-w-0 p-4">
          <h3 className="font-medium">It goes back when</h3>
          {criteria.ownRollback && (
            <p className="mt-1 break-words">
              “{criteria.ownRollback}” <span className="text-muted text-secondary">by hand</span>
            </p>
          )}
          <ul className="mt-2 space-y-1 text-secondary">
            {criteria.rollback.map(({ rule, when, breach }) => (
              <li key={rule} className="flex gap-3">
                <span className="min-w-0 flex-1">
                  {when}: <span className="text-muted">{breach}</span>
                </span>
                <span className="shrink-0 font-mono text-micro text-muted leading-5">{rule}</span>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </Card>
  )
}
