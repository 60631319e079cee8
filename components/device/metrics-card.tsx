'use client'

import dynamic from 'next/dynamic'
import type { DeviceView } from '../../server/protocol/views/device-view.ts'
import { Card } from '../ui/card.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Unloaded } from '../ui/unloaded.tsx'

const DeviceCharts = dynamic(
  () =>
    import('../charts/device-charts.tsx').then(
      (module) => module.DeviceCharts,
      () => Unloaded,
    ),
  {
    ssr: false,
    loading: () => <Skeleton className="m-4 h-40" />,
  },
)

export function MetricsCard({ metrics, deploys }: Pick<DeviceView, 'metrics' | 'deploys'>) {
  return (
    <Card title="Metrics" note="The last 15 minutes; a rule at each switch of release" flush>
      {metrics.length === 0 ? (
        <p className="px-4 py-6 text-muted">No measurements yet.</p>
      ) : (
        <DeviceCharts metrics={metrics} deploys={deploys} />
      )}
    </Card>
  )
}
