import type { ReportView } from '../../../server/protocol/views/report-view.ts'
import { Exact } from '../../live/time.tsx'
import { Card } from '../../ui/card.tsx'
import { CAUSE } from '../recovery/cause.ts'

type Props = { view: ReportView; failure: NonNullable<ReportView['failure']> }

/** which rail it crossed, why it failed as far as somebody knows, and what to do about it. */
export function Failure({ view, failure }: Props) {
  return (
    <Card title="Failure and root cause">
      <p>
        {failure.because}{' '}
        <span className="text-muted">
          {failure.rule}, <Exact at={failure.at} />
        </span>
      </p>
      <h3 className="mt-3 font-medium">Root cause</h3>
      {view.rootCauses.length === 0 ? (
        <p className="text-fail-text">Nobody has recorded it yet: nothing goes on before.</p>
      ) : (
        <ul className="space-y-1">
          {view.rootCauses.map((cause) => (
            <li key={cause.at}>
              {cause.text}{' '}
              <span className="text-muted">
                {CAUSE[cause.category]}, by {cause.name}, <Exact at={cause.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {view.recommendations.length > 0 && (
        <>
          <h3 className="mt-3 font-medium">Recommended</h3>
          <ul className="list-disc space-y-1 pl-4">
            {view.recommendations.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
    </Card>
  )
}
