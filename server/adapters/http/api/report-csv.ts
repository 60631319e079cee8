import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'
import type { ReportView } from '../../../protocol/views/report-view.ts'
import type { RolloutDevicesView } from '../../../protocol/views/rollout-view.ts'

export const ReportTable = z.enum(['devices', 'waves', 'gates', 'people'])
export type ReportTable = z.infer<typeof ReportTable>

/** One table of the report, for a spreadsheet. Times are UTC; what a spreadsheet would run as a formula gets a quote before it. */
export function reportCsv(report: ReportView, { devices }: RolloutDevicesView, which: ReportTable): string {
  return stringify([...TABLES[which](report, devices)], { header: true, escape_formulas: true })
}

type Row = Readonly<Record<string, string | number | null>>

const TABLES: Record<ReportTable, (report: ReportView, devices: RolloutDevicesView['devices']) => readonly Row[]> = {
  devices(report, devices) {
    const failures = new Map(report.failedDevices.map((one) => [one.deviceId, one]))
    return devices.map((device) => {
      const failure = failures.get(device.id)
      return {
        device: device.id,
        name: device.name,
        site: device.site,
        region: device.region,
        hardware_type: device.hardwareType,
        wave: labelOf(report, device.wave),
        state: device.state,
        because: device.because,
        failed_at: failure ? time(failure.at) : null,
        failure: failure?.reason ?? null,
        failure_detail: failure?.detail ?? null,
      }
    })
  },
  waves: (report) =>
    report.waves.map(({ label, devices, deployed, failed, soakSeconds, verdict }) => ({
      wave: label,
      devices,
      deployed,
      failed,
      soak_seconds: soakSeconds,
      verdict,
    })),
  gates: (report) =>
    report.gates.flatMap((gate) =>
      gate.rows.map((row) => ({
        wave: labelOf(report, gate.wave),
        read_at: time(gate.at),
        gate_verdict: gate.verdict,
        metric: row.metric,
        scope: row.scope,
        rule: row.rule,
        limit: row.limit,
        unit: row.unit,
        baseline: row.baseline?.value ?? null,
        baseline_n: row.baseline?.n ?? null,
        current: row.current?.value ?? null,
        current_n: row.current?.n ?? null,
        delta: row.delta?.value ?? null,
        delta_low: row.delta?.low ?? null,
        delta_high: row.delta?.high ?? null,
        verdict: row.verdict,
        because: row.because,
      })),
    ),
  people: (report) => report.people.map(({ at, who, act, reason }) => ({ at: time(at), who, act, reason })),
}

const labelOf = ({ waves }: ReportView, wave: number) => waves[wave]?.label ?? `Wave ${wave}`

const time = (at: number) => new Date(at).toISOString()
