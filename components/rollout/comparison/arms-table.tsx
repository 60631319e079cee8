import type { ComparedRow } from '../../../server/protocol/comparison.ts'
import { cn } from '../../ui/cn.ts'
import { Table, Td, Th } from '../../ui/table.tsx'
import { Difference } from './difference.tsx'
import { apart, BETTER, level } from './says.ts'

/** Both arms metric by metric: the median of their devices, the difference of the pairs, and what that shows. */
export function ArmsTable({ rows }: { rows: readonly ComparedRow[] }) {
  return (
    <div className="@container">
      <div className="@max-[720px]:hidden">
        <Table label="Arms compared">
          <thead>
            <tr>
              <Th>Metric, median of devices</Th>
              <Th numeric>A</Th>
              <Th numeric>B</Th>
              <Th numeric>B − A</Th>
              <Th>Interval</Th>
              <Th>What it shows</Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.metric}>
                <Td className="py-2 align-top font-medium">{row.name}</Td>
                <Side row={row} side={row.a} better={row.better === 'a'} />
                <Side row={row} side={row.b} better={row.better === 'b'} />
                <Td numeric className="py-2 align-top whitespace-nowrap">
                  {row.difference ? apart(row.difference.value, row.unit) : '–'}
                </Td>
                <Td className="py-2 align-top">
                  {row.difference ? <Difference row={row} /> : <span className="text-muted">–</span>}
                </Td>
                <Td className="w-[36%] min-w-52 py-2 align-top">
                  <p className="font-medium">{BETTER[row.better]}</p>
                  <p className="text-muted text-secondary">{row.because}</p>
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      <ArmsList rows={rows} />
    </div>
  )
}

function Side({ row, side, better }: { row: ComparedRow; side: ComparedRow['a']; better: boolean }) {
  return (
    <Td numeric className="py-2 align-top whitespace-nowrap">
      <p className={cn('value', better && 'font-semibold')}>{level(side.median, row.unit)}</p>
      <p className="text-muted text-secondary">
        {side.n} of {side.of}
      </p>
    </Td>
  )
}

/** The same rows where a table would have to scroll. */
function ArmsList({ rows }: { rows: readonly ComparedRow[] }) {
  return (
    <ul aria-label="Arms compared" className="divide-y @min-[720px]:hidden">
      {rows.map((row) => (
        <li key={row.metric} className="flex flex-col gap-1 px-4 py-3">
          <div className="flex items-baseline justify-between gap-3">
            <p className="font-medium">{row.name}</p>
            <p className="text-right font-medium">{BETTER[row.better]}</p>
          </div>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-secondary">
            <span className="value">
              A {level(row.a.median, row.unit)}{' '}
              <span className="text-muted">
                ({row.a.n} of {row.a.of})
              </span>
            </span>
            <span className="value">
              B {level(row.b.median, row.unit)}{' '}
              <span className="text-muted">
                ({row.b.n} of {row.b.of})
              </span>
            </span>
            {row.difference && (
              <span className="ml-auto">
                <Difference row={row} />
              </span>
            )}
          </div>
          <p className="text-muted text-secondary">{row.because}</p>
        </li>
      ))}
    </ul>
  )
}
