'use client'

import { CloudOff } from 'lucide-react'
import type { StorageView, StoredArtifact } from '../../../server/protocol/views/storage-view.ts'
import { Ago } from '../../live/time.tsx'
import { useRefusal } from '../../live/use-refusal.ts'
import { useRoom, useView } from '../../live/use-view.ts'
import { api, page, RELEASE_PAGES, room } from '../../paths.ts'
import { Card } from '../../ui/card.tsx'
import { bytes, duration, plural } from '../../ui/numbers.ts'
import { Strip } from '../../ui/strip.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { ArtifactRow } from './artifact-row.tsx'
import { RemoveNow } from './remove-now.tsx'
import { Room } from './room.tsx'

const schema = async () => (await import('../../../server/protocol/views/storage-view.ts')).StorageView

/** How full is the store, what will go, and why does the rest stay? */
export function Storage({ initial }: { initial: StorageView }) {
  const refusal = useRefusal()
  useRoom(room.releases())
  const { view } = useView({ room: room.releases(), path: api.storage(), schema, initial })
  const refused = refusal(view.remove)
  const going = view.stored.filter(({ fate }) => fate.kind !== 'kept')
  const kept = view.stored.filter(({ fate }) => fate.kind === 'kept')
  const unneeded = going.filter(({ fate }) => fate.kind === 'unneeded')
  const trouble = view.store?.trouble
  return (
    <>
      <title>Storage · Wavegate</title>
      <h1 className="mb-4 font-semibold text-page">Releases</h1>
      <Tabs label="Releases" here={page.storage()} tabs={RELEASE_PAGES} className="mb-4" />
      <div className="flex flex-col gap-4">
        {trouble && (
          <Strip tone="fail" glyph={CloudOff} title="The artifact store cannot be used">
            {trouble.sentence} Devices and uploads have waited for it since <Ago at={trouble.since} />; nothing is
            removed meanwhile.
          </Strip>
        )}
        <Room view={view} />
        <Card
          title="What will go"
          note={going.length > 0 && view.store ? graceWords(view.store.graceMs) : undefined}
          acts={
            unneeded.length > 1 ? (
              <RemoveNow artifacts={unneeded} label={`Remove all ${unneeded.length} now`} refused={refused} />
            ) : undefined
          }
          flush
        >
          {going.length === 0 ? <NothingGoes /> : <Rows artifacts={going} refused={refused} />}
        </Card>
        {kept.length > 0 && (
          <Card title="Kept" note={`${plural(kept.length, 'artifact')}, largest first`} flush>
            <Rows artifacts={kept} refused={refused} />
          </Card>
        )}
        {view.removed.length > 0 && <Removed removed={view.removed} />}
      </div>
    </>
  )
}

function Rows({ artifacts, refused }: { artifacts: readonly StoredArtifact[]; refused: string | null }) {
  return (
    <ul className="divide-y">
      {artifacts.map((artifact) => (
        <ArtifactRow key={artifact.sha256} artifact={artifact} refused={refused} />
      ))}
    </ul>
  )
}

function NothingGoes() {
  return (
    <p className="max-w-prose px-4 py-4 text-muted">
      Nothing: everything here is needed. An artifact goes once every release of it is deprecated and no device runs it
      or could go back to it. To free room, deprecate releases that nobody should choose any more.
    </p>
  )
}

function Removed({ removed }: { removed: StorageView['removed'] }) {
  return (
    <Card title="Removed lately" note="Upload the same file again to bring one back" flush>
      <ul className="divide-y">
        {removed.map(({ sha256, size, removedAt, removedBy, because }) => (
          <li key={sha256} className="flex flex-wrap items-baseline gap-x-3 px-4 py-2.5">
            <code className="font-mono text-secondary">{sha256.slice(0, 12)}</code>
            <span className="tabular-nums">{bytes(size)}</span>
            <span className="min-w-0 text-muted text-secondary">
              {removedBy} · <Ago at={removedAt} /> · {because}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

const graceWords = (graceMs: number) =>
  graceMs === 0 ? 'Removed at the next look' : `Removed when nothing has needed them for ${duration(graceMs / 1000)}`
