import { armName } from '../../server/protocol/arm.ts'
import type { GateReading } from '../../server/protocol/evidence.ts'
import { cn } from '../ui/cn.ts'
import { count } from '../ui/numbers.ts'
import { Table, Td, Th } from '../ui/table.tsx'
import { Interval } from './interval.tsx'
import { deltaText, METRIC, withUnit } from './metric.ts'
import { TEXT } from './tone.ts'
import { ROW_VERDICT } from './verdict.ts'

/** The rows a gate was judged by: rule, before, now, the difference against its limit, and why. */
export function EvidenceTable({ reading, label }: { reading: GateReading; label: string }) {
  return (
    <div className="@container">
      <div className="@max-[880px]:hidden">
        <Table label={label}>
          <thead>
            <tr>
              <Th>Metric and rule</Th>
              <Th numeric>Baseline</Th>
              <Th numeric>Now</Th>
              <Th numeric>Difference</Th>
              <Th>Against the limit</Th>
              <Th numeric className="pr-6">
                n
              </Th>
              <Th>Verdict</Th>
            </tr>
          </thead>
          <tbody>
            {reading.rows.map((row) => (
              <tr key={`${row.metric} ${row.scope} ${row.arm ?? ''}`}>
                <Td className="py-2 align-top">
                  <p className="font-medium">{metricName(row)}</p>
                  <p className="max-w-[52ch] text-muted text-secondary">{row.rule}</p>
                </Td>
                <Td numeric className="py-2 align-top text-muted">
                  <span className="value">{row.baseline ? withUnit(row.baseline.value, row.unit) : '–'}</span>
                </Td>
                <Td numeric className="py-2 align-top font-medium">
                  <span className="value">{row.current ? withUnit(row.current.value, row.unit) : '–'}</span>
                </Td>
                <Td numeric className="py-2 align-top">
                  <span className="value">{row.delta ? deltaText(row.delta) : '–'}</span>
                </Td>
                <Td className="py-2 align-top">
                  {row.delta ? <Interval row={row} /> : <span className="text-muted">–</span>}
                </Td>
                <Td numeric className="py-2 pr-6 align-top text-muted">
                  {row.current ? count(row.current.n) : '–'}
                </Td>
                <Td className="w-[30%] min-w-52 py-2 align-top">
                  <RowVerdict verdict={row.verdict} />
                  <p className="text-muted text-secondary">{row.because}</p>
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      <EvidenceList reading={reading} label={label} />
    </div>
  )
}

/** The same rows where a table would have to scroll. */
function EvidenceList({ reading, label }: { reading: GateReading; label: string }) {
  return (
    <ul aria-label={label} className="divide-y @min-[880px]:hidden">
      {reading.rows.map((row) => (
        <li key={`${row.metric} ${row.scope} ${row.arm ?? ''}`} className="flex flex-col gap-1 px-4 py-3">
          <div className="flex items-baseline justify-between gap-3">
            <p className="font-medium">{metricName(row)}</p>
            <RowVerdict verdict={row.verdict} />
          </div>
          <p className="flex flex-wrap items-center gap-x-2 text-secondary">
            <span className="value">
              {row.baseline && <span className="text-muted">{withUnit(row.baseline.value, row.unit)} → </span>}
              <span className="font-medium">{row.current ? withUnit(row.current.value, row.unit) : 'no value'}</span>
            </span>
            {row.delta && <span className="text-muted">({deltaText(row.delta)})</span>}
            {row.delta && (
              <span className="ml-auto">
                <Interval row={row} />
              </span>
            )}
          </p>
          <p className="text-muted text-secondary">{row.because}</p>
        </li>
      ))}
    </ul>
  )
}

/** Of two arms that are judged each for itself, whose row it is. */
const metricName = ({ metric, arm }: GateReading['rows'][number]) =>
  arm ? `${armName(arm)} · ${METRIC[metric]}` : METRIC[metric]

function RowVerdict({ verdict }: { verdict: GateReading['rows'][number]['verdict'] }) {
  const { label, glyph: Glyph, tone } = ROW_VERDICT[verdict]
  return (
    <span className={cn('inline-flex items-center gap-1.5 font-medium whitespace-nowrap', TEXT[tone])}>
      <Glyph aria-hidden className="size-4" strokeWidth={1.75} />
      {label}
    </span>
  )
}
