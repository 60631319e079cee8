import { ArrowRight, type LucideIcon, Star, TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import { printSelector } from '../../server/protocol/selector/print.ts'
import type { Term } from '../../server/protocol/selector/term.ts'
import type { FleetView } from '../../server/protocol/views/fleet-view.ts'
import { page } from '../paths.ts'
import { Card } from '../ui/card.tsx'
import { cn } from '../ui/cn.ts'
import { count } from '../ui/numbers.ts'
import { Table, Td, Th } from '../ui/table.tsx'

type Row = FleetView['matrix']['rows'][number]

/** How the matrix calls devices that have not said what they run. */
const NOTHING_YET = 'nothing yet'

const MARK = {
  desired: { label: 'Desired', glyph: Star, ink: 'text-muted' },
  rolling: { label: 'Rolling out', glyph: ArrowRight, ink: 'text-run-text' },
  unexpected: { label: 'Unexpected', glyph: TriangleAlert, ink: 'text-warn-text' },
  none: null,
} as const satisfies Record<Row['mark'], { label: string; glyph: LucideIcon; ink: string } | null>

/** What is running where: release by hardware type; each number opens its devices. */
export function RunningWhere({ matrix }: { matrix: FleetView['matrix'] }) {
  return (
    <Card title="Running where" note="Devices, by version and hardware" flush>
      <Table label="Devices by version and hardware type">
        <thead>
          <tr>
            <Th>Version</Th>
            {matrix.hardwareTypes.map((type) => (
              <Th key={type} numeric>
                {type}
              </Th>
            ))}
            <Th numeric>All</Th>
          </tr>
        </thead>
        <tbody>
          {matrix.rows.map((row) => (
            <tr key={row.version}>
              <Td className="whitespace-nowrap">
                <span className="font-mono">{row.version}</span> <Mark mark={row.mark} />
              </Td>
              {row.counts.map((devices, index) => (
                <Td key={matrix.hardwareTypes[index]} numeric>
                  <Cell devices={devices} version={row.version} hardware={matrix.hardwareTypes[index] ?? ''} />
                </Td>
              ))}
              <Td numeric className="font-semibold">
                <Link href={page.devices(runningOn(row.version))} className="value rounded-mark hover:underline">
                  {count(row.total)}
                </Link>
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  )
}

function Cell({ devices, version, hardware }: { devices: number; version: string; hardware: string }) {
  if (devices === 0) return <span className="text-muted">–</span>
  return (
    <Link
      href={page.devices(runningOn(version, hardware))}
      aria-label={`${devices} ${hardware} on ${version}`}
      className="value rounded-mark px-1 py-0.5 hover:underline"
    >
      {count(devices)}
    </Link>
  )
}

/** The selector of a cell; devices that have not said what they run are those that run none of anything. */
function runningOn(version: string, hardware?: string): string {
  const release: Term =
    version === NOTHING_YET
      ? { on: 'key', key: 'release', is: 'not-in', values: ['*'] }
      : { on: 'key', key: 'release', is: 'in', values: [version] }
  return printSelector(
    hardware === undefined ? [release] : [release, { on: 'key', key: 'type', is: 'in', values: [hardware] }],
  )
}

function Mark({ mark }: { mark: Row['mark'] }) {
  const look = MARK[mark]
  if (!look) return null
  const { label, glyph: Glyph, ink } = look
  return (
    <span className={cn('ml-1.5 inline-flex items-center gap-1 align-middle text-secondary', ink)}>
      <Glyph aria-hidden className="size-3.5" strokeWidth={1.75} />
      {label}
    </span>
  )
}
