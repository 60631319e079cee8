import type { Remedies } from '../../../server/protocol/views/recovery-view.ts'
import { Exact } from '../../live/time.tsx'
import { Card } from '../../ui/card.tsx'

type Props = { overrides: Remedies['overrides']; waves: readonly { label: string }[] }

/** Gates that two people passed over: never taken off the page or the report again. */
export function Overrides({ overrides, waves }: Props) {
  return (
    <Card title="Gates that were passed over" flush>
      <ul className="divide-y">
        {overrides.map(({ at, wave, asked, confirmed, reason }) => (
          <li key={at} className="px-4 py-2.5">
            <span className="font-medium">{waves[wave]?.label ?? `Wave ${wave}`}</span>, by {asked} and {confirmed},{' '}
            <Exact at={at} />
            <p className="text-muted">“{reason}”</p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
