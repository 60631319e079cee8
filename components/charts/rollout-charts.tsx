'use client'

import { useState } from 'react'
import type { RolloutChartsView } from '../../server/protocol/views/rollout-view.ts'
import { Segmented } from '../ui/segmented.tsx'
import { ChartTable } from './chart-table.tsx'
import { MetricChart } from './metric-chart.tsx'

type Chart = RolloutChartsView['charts'][number]

/** Small multiples with one clock under all of them. */
export function RolloutCharts({ view }: { view: RolloutChartsView }) {
  return (
    <div className="grid md:grid-cols-2">
      {view.charts.map((chart) => (
        <Multiple key={chart.key} chart={chart} view={view} />
      ))}
    </div>
  )
}

function Multiple({ chart, view }: { chart: Chart; view: RolloutChartsView }) {
  const [shown, setShown] = useState<'chart' | 'table'>('chart')
  return (
    <figure className="min-w-0 border-b p-4 md:odd:border-r md:nth-last-[-n+2]:border-b-0 max-md:last:border-b-0">
      <figcaption className="flex items-center justify-between gap-2">
        <span className="font-medium">
          {chart.title} <span className="font-normal text-muted">{chart.unit}</span>
        </span>
        <Segmented
          label={`Show ${chart.title} as`}
          value={shown}
          onChange={setShown}
          options={[
            { key: 'chart', label: 'Chart' },
            { key: 'table', label: 'Table' },
          ]}
        />
      </figcaption>
      <p className="value mb-2 min-h-8 text-muted text-secondary">{chart.sentence}</p>
      <div className="h-[168px]">
        {shown === 'chart' ? <MetricChart chart={chart} view={view} /> : <ChartTable chart={chart} />}
      </div>
    </figure>
  )
}
