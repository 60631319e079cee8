'use client'

import dynamic from 'next/dynamic'
import type { ReleaseView } from '../../server/protocol/views/release-view.ts'
import { page } from '../paths.ts'
import { Card } from '../ui/card.tsx'
import { plural } from '../ui/numbers.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { Unloaded } from '../ui/unloaded.tsx'

const AdoptionChart = dynamic(
  () =>
    import('../charts/adoption-chart.tsx').then(
      (module) => module.AdoptionChart,
      () => Unloaded,
    ),
  { ssr: false, loading: () => <Skeleton className="h-[200px]" /> },
)

export function AdoptionCard({ view }: { view: ReleaseView }) {
  const { devices } = view.release.track
  const acts = devices > 0 && (
    <a href={page.devices(`release:${view.release.version}`)} className="rounded-mark text-secondary underline">
      {plural(devices, 'device')} run it now
    </a>
  )
  return (
    <Card title="Adoption" note="devices that proved it in a rollout" acts={acts || undefined}>
      {view.adoption.length === 0 ? (
        <p className="text-muted">No rollout has proved it on a device yet.</p>
      ) : (
        <AdoptionChart points={view.adoption} now={view.serverTime} />
      )}
    </Card>
  )
}
