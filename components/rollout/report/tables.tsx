import { CircleCheck, CircleDashed, CircleHelp, Hourglass, type LucideIcon, OctagonX } from 'lucide-react'
import type { ReportView } from '../../../server/protocol/views/report-view.ts'
import { Pill } from '../../status/pill.tsx'
import type { Tone } from '../../status/tone.ts'
import { Card } from '../../ui/card.tsx'
import { count, duration, measured, signed } from '../../ui/numbers.ts'
import { Table, Td, Th } from '../../ui/table.tsx'

const VERDICT = {
  PASS: { glyph: CircleCheck, tone: 'ok' },
  FAIL: { glyph: OctagonX, tone: 'fail' },
  INCONCLUSIVE: { glyph: CircleHelp, tone: 'warn' },
  RUNNING: { glyph: Hourglass, tone: 'run' },
  'NOT REACHED': { glyph: CircleDashed, tone: 'off' },
} as const satisfies Record<ReportView['waves'][number]['verdict'], { glyph: LucideIcon; tone: Tone }>

/** */
export function FleetSummary({ view }: { view: ReportView }) {
  return (
    <Card title="Fleet summary" flush>
      <Table label="Fleet summary">
        <thead>
          <tr>
            <Th>Devices</Th>
            <Th numeric>Count</Th>
            <Th numeric>Share of the fleet</Th>
          </tr>
        </thead>
        <tbody>
          {view.fleet.map((row) => (
            <tr key={row.label}>
              <Td>{row.label}</Td>
              <Td numeric>{count(row.count)}</Td>
              <Td numeric className="text-muted">
                {Number.isInteger(row.percent) ? row.percent : row.percent.toFixed(1)} %
              </Td>
            </tr>
          ))}
          <tr className="font-semibold">
            <Td>Total fleet</Td>
            <Td numeric>{count(view.fleetTotal)}</Td>
            <Td numeric>100 %</Td>
          </tr>
        </tbody>
      </Table>
    </Card>
  )
}

/** */
export function WaveSummary({ view }: { view: ReportView }) {
  return (
    <Card title="Wave summary" flush>
      <Table label="Wave summary">
        <thead>
          <tr>
            <Th>Wave</Th>
            <Th numeric>Devices</Th>
            <Th numeric>Deployed</Th>
            <Th numeric>Failed</Th>
            <Th numeric>Soak period</Th>
            <Th className="pl-6">Verdict</Th>
          </tr>
        </thead>
        <tbody>
          {view.waves.map((wave) => (
            <tr key={wave.label}>
              <Td className="whitespace-nowrap">{wave.label}</Td>
              <Td numeric>{count(wave.devices)}</Td>
              <Td numeric>{count(wave.deployed)}</Td>
              <Td numeric className={wave.failed > 0 ? 'font-medium text-fail-text' : 'text-muted'}>
                {count(wave.failed)}
              </Td>
              <Td numeric className="whitespace-nowrap">
                {duration(wave.soakSeconds)}
              </Td>
              <Td className="pl-6">
                <Pill {...VERDICT[wave.verdict]}>{wave.verdict}</Pill>
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  )
}

/** */
export function HealthMetrics({ view }: { view: ReportView }) {
  const text = (value: number | null, write: (value: number) => string) => (value === null ? 'no data' : write(value))
  return (
    <Card title="Health metrics" flush>
      <Table label="Health metrics">
        <thead>
          <tr>
            <Th>Metric</Th>
            <Th numeric>Baseline</Th>
            <Th numeric>Current</Th>
            <Th numeric>Delta</Th>
          </tr>
        </thead>
        <tbody>
          {view.metrics.map((metric) => (
            <tr key={metric.label}>
              <Td className="whitespace-nowrap">
                {metric.label} <span className="text-muted">{metric.unit}</span>
              </Td>
              <Td numeric>{text(metric.baseline, measured)}</Td>
              <Td numeric>{text(metric.current, measured)}</Td>
              <Td numeric>{text(metric.delta, signed)}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  )
}
