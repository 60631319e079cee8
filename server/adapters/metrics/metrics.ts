import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Collection } from '../artifacts/collection.ts'
import type { LiveSockets } from '../socket/live-sockets.ts'

export type Metrics = { text(): string; close(): void }

/** What this process does, in Prometheus' text form. The event loop's delay is of the time since it was last asked. */
export function openMetrics(
  { agents, ingest }: Pick<LiveSockets, 'agents' | 'ingest'>,
  { figures }: Pick<Collection, 'figures'>,
): Metrics {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  return {
    text() {
      const { reports, rows, flushes, failures } = ingest.stats
      const lines = [
        gauge('wavegate_agents_connected', agents.connected),
        counter('wavegate_reports_total', reports),
        counter('wavegate_report_rows_total', rows),
        counter('wavegate_ingest_flushes_total', flushes),
        counter('wavegate_ingest_failures_total', failures),
        ...Object.entries(agents.counts).map(
          ([why, count]) => `wavegate_agent_messages_refused_total{why="${why}"} ${count}`,
        ),
        ...(figures.looked
          ? [
              gauge('wavegate_artifact_bytes', figures.bytes),
              gauge('wavegate_artifact_unneeded_bytes', figures.unneededBytes),
              gauge('wavegate_artifact_store_up', figures.up ? 1 : 0),
            ]
          : []),
        gauge('wavegate_event_loop_delay_p99_seconds', delay.percentile(99) / 1e9),
        gauge('process_resident_memory_bytes', process.memoryUsage.rss()),
      ]
      delay.reset()
      return `${lines.join('\n')}\n`
    },
    close: () => delay.disable(),
  }
}

const counter = (name: string, value: number) => `# TYPE ${name} counter\n${name} ${value}`
const gauge = (name: string, value: number) => `# TYPE ${name} gauge\n${name} ${value}`
