import type { RolloutChartsView } from '../../server/protocol/views/rollout-view.ts'
import { At } from '../live/time.tsx'
import { measured } from '../ui/numbers.ts'

/** The chart for whoever reads numbers. Newest first. */
export function ChartTable({ chart }: { chart: RolloutChartsView['charts'][number] }) {
  const text = (value: number | null) => (value === null ? 'no data' : measured(value))
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a frame that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={`${chart.title}, scrolls`}
      className="h-full overflow-y-auto rounded-control border"
    >
      <table aria-label={chart.title} className="w-full text-secondary">
        <thead className="sticky top-0 bg-card text-micro text-muted">
          <tr>
            <th scope="col" className="px-2 py-1 text-left font-medium">
              Time
            </th>
            <th scope="col" className="px-2 py-1 text-right font-medium">
              Old, {chart.unit}
            </th>
            <th scope="col" className="px-2 py-1 text-right font-medium">
              New, {chart.unit}
            </th>
          </tr>
        </thead>
        <tbody>
          {chart.points.toReversed().map((point) => (
            <tr key={point.at} className="border-t">
              <td className="px-2 py-1">
                <At at={point.at} />
              </td>
              <td className="px-2 py-1 text-right">{text(point.old)}</td>
              <td className="px-2 py-1 text-right">{text(point.new)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
