import { OctagonX, UserCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { armName } from '../../../server/protocol/arm.ts'
import type { ComparisonView } from '../../../server/protocol/views/comparison-view.ts'
import { At } from '../../live/time.tsx'
import { Pill } from '../../status/pill.tsx'
import { Card } from '../../ui/card.tsx'
import { plural } from '../../ui/numbers.ts'
import { Strip } from '../../ui/strip.tsx'
import { ArmsTable } from './arms-table.tsx'
import { SAYS } from './says.ts'

/** two versions side by side on devices that are alike. What cannot be told apart is said to be so. */
export function Comparison({ comparison, children }: { comparison: ComparisonView; children?: ReactNode }) {
  const { a, b, reading, lost, pick, because, unmatched, pairs, until } = comparison
  const says = reading && !lost ? SAYS[reading.says] : null
  return (
    <Card
      title="Arms compared"
      flush
      note={
        <span>
          A <span className="font-mono">{a.version}</span> and B <span className="font-mono">{b.version}</span>,{' '}
          {plural(pairs, 'pair')}
          {until !== null && (
            <>
              , until <At at={until} />
            </>
          )}
        </span>
      }
      acts={
        says && (
          <Pill tone={says.tone} glyph={says.glyph}>
            {says.label}
          </Pill>
        )
      }
    >
      {lost && (
        <Strip
          tone="fail"
          glyph={OctagonX}
          title={`Arm ${armName(lost.arm)} (${comparison[lost.arm].version}) went back: ${lost.trigger.rule}`}
          className="m-4"
        >
          {lost.trigger.because}
        </Strip>
      )}
      {pick && (
        <Strip
          tone="ok"
          glyph={UserCheck}
          title={
            <>
              Arm {armName(pick.arm)} ({comparison[pick.arm].version}) was picked by {pick.name}, <At at={pick.at} />
            </>
          }
          className="m-4"
        >
          {pick.reason ? `“${pick.reason}”` : 'As the numbers say.'}
        </Strip>
      )}
      {reading ? (
        <>
          {!lost && <p className="border-b px-4 py-2.5">{reading.because}</p>}
          <ArmsTable rows={reading.rows} />
        </>
      ) : (
        <p className="px-4 py-3 text-muted">
          {lost
            ? 'The arms were never compared: one of them went back before.'
            : 'The arms are compared when both have passed their gates.'}
        </p>
      )}
      <div className="border-t px-4 py-3 text-muted text-secondary">
        <p>{because}</p>
        {reading && (
          <p>Differences are of pairs; their intervals hold for all metrics together in 95 % of comparisons.</p>
        )}
        {unmatched.map((one) => (
          <p key={one.because}>
            Not compared: {plural(one.devices, 'device')}, {one.because}.
          </p>
        ))}
      </div>
      {children}
    </Card>
  )
}
