'use client'

import { ShieldX, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ReleaseView } from '../../server/protocol/views/release-view.ts'
import { Ago } from '../live/time.tsx'
import { useRoom, useView } from '../live/use-view.ts'
import { api, room } from '../paths.ts'
import { Card } from '../ui/card.tsx'
import { bytes, plural } from '../ui/numbers.ts'
import { Strip } from '../ui/strip.tsx'
import { Acts } from './acts.tsx'
import { AdoptionCard } from './adoption-card.tsx'
import { ChecksumCard } from './checksum-card.tsx'
import { CompareCard } from './compare-card.tsx'
import { FitCard } from './fit-card.tsx'
import { ManifestCard } from './manifest-card.tsx'
import { RolloutsCard } from './rollouts-card.tsx'
import { architectures, largest, trackRecord } from './track.ts'

const schema = async () => (await import('../../server/protocol/views/release-view.ts')).ReleaseView

type Props = { initial: ReleaseView; against: string | null; changelog: ReactNode }

export function Release({ initial, against, changelog }: Props) {
  const path = api.release(initial.release.id, against)
  useRoom(room.releases())
  const { view } = useView({ room: room.releases(), path, schema, initial })
  const { release } = view
  return (
    <>
      <title>{`${release.name} ${release.version} · Wavegate`}</title>
      <header className="mb-4 flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h1 className="font-semibold text-page">
            {release.name} <span className="font-mono">{release.version}</span>
          </h1>
          <p className="text-muted">
            {bytes(largest(release))} · {plural(release.artifacts.length, 'platform')} ({architectures(release)}) ·
            published <Ago at={release.createdAt} /> by {release.createdBy}
          </p>
          <p className="text-muted">{trackRecord(release.track)}</p>
        </div>
        <Acts view={view} />
      </header>
      <div className="flex flex-col gap-4">
        {release.block && (
          <Strip tone="fail" glyph={ShieldX} title={`Blocked by ${release.block.by}`}>
            {release.block.reason} Nobody can choose it.
          </Strip>
        )}
        {release.deprecation && (
          <Strip tone="warn" glyph={TriangleAlert} title={`Deprecated by ${release.deprecation.by}`}>
            {release.deprecation.reason}
          </Strip>
        )}
        <div className="grid gap-4 xl:grid-cols-2">
          <FitCard fit={view.fit} />
          <AdoptionCard view={view} />
          <ManifestCard view={view} />
          <Card title="Changelog">{changelog}</Card>
          <ChecksumCard view={view} />
          <RolloutsCard rollouts={view.rollouts} blocked={view.release.blocked} />
        </div>
        <CompareCard view={view} />
      </div>
    </>
  )
}
