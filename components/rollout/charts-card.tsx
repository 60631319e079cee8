'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { readView } from '../live/api.ts'
import { api } from '../paths.ts'
import { Card } from '../ui/card.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Unloaded } from '../ui/unloaded.tsx'

const schema = async () => (await import('../../server/protocol/views/rollout-view.ts')).RolloutChartsView

// The chart library is the heaviest thing on this page and comes after everything that decides something.
const Charts = dynamic(
  () =>
    import('../charts/rollout-charts.tsx').then(
      (module) => module.RolloutCharts,
      () => Unloaded,
    ),
  {
    ssr: false,
    loading: () => <ChartsSkeleton />,
  },
)

const READ_EVERY_MS = 5_000

/** Before and now on one clock. Once in five seconds is as fast as anybody reads a curve. */
export function ChartsCard({ id, wave, ended }: { id: string; wave: number | null; ended: boolean }) {
  const { data, error } = useQuery({
    queryKey: ['charts', id, wave],
    queryFn: ({ signal }) => readView(api.rolloutCharts(id, wave), schema, signal),
    placeholderData: (before) => before,
    refetchInterval: ended ? false : READ_EVERY_MS,
  })
  return (
    <Card title="Baseline against now" flush>
      {data ? (
        <Charts view={data} />
      ) : error ? (
        <p className="px-4 py-6 text-muted">{error.message}</p>
      ) : (
        <ChartsSkeleton />
      )}
    </Card>
  )
}

function ChartsSkeleton() {
  return (
    <div className="grid gap-px md:grid-cols-2">
      {['error-rate', 'p95-latency', 'memory', 'cpu'].map((key) => (
        <div key={key} className="h-[252px] p-4">
          <Skeleton className="h-full" />
        </div>
      ))}
    </div>
  )
}
