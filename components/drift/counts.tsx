import type { DriftView } from '../../server/protocol/views/drift-view.ts'
import { cn } from '../ui/cn.ts'
import { count } from '../ui/numbers.ts'
import { History } from './history.tsx'

/** Every device is in exactly one of these; unknown is neither drift nor in sync. */
export function Counts({ view: { counts, history } }: { view: DriftView }) {
  const shown = [
    {
      label: 'Drifted',
      value: counts.drifted,
      note: 'something differs',
      ink: counts.drifted > 0 && 'text-drift-text',
    },
    { label: 'In sync', value: counts.inSync, note: 'as intended', ink: false },
    { label: 'In flight', value: counts.inFlight, note: 'an update decides', ink: false },
    { label: 'Unknown', value: counts.unknown, note: 'not heard for 24 h', ink: false },
  ]
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-card border bg-border md:grid-cols-4">
      {shown.map(({ label, value, note, ink }) => (
        <div key={label} className="flex flex-col bg-card px-4 py-3">
          <dt className="text-muted text-secondary">{label}</dt>
          <dd className={cn('value font-semibold text-page tabular-nums', ink)}>{count(value)}</dd>
          <dd className="text-micro text-muted">{note}</dd>
          {label === 'Drifted' && (
            <dd>
              <History history={history} />
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}
