'use client'

import { CircleCheck } from 'lucide-react'
import type { ImportView } from '../../server/protocol/views/import-view.ts'
import { At } from '../live/time.tsx'
import { useRoom, useView } from '../live/use-view.ts'
import { api, room } from '../paths.ts'
import { count, plural } from '../ui/numbers.ts'
import { Strip } from '../ui/strip.tsx'
import { ApplyImport } from './apply-import.tsx'
import { Changes } from './changes.tsx'
import { Problems } from './problems.tsx'

const schema = async () => (await import('../../server/protocol/views/import-view.ts')).ImportView

/** What would this file do, what is wrong with it, and shall it be done? */
export function Import({ initial }: { initial: ImportView }) {
  useRoom(room.fleet())
  const { view, refresh } = useView({ room: room.fleet(), path: api.importOf(initial.id), schema, initial })
  const { counts } = view
  const good = counts.added + counts.changed
  return (
    <div className="mx-auto flex max-w-[960px] flex-col gap-4">
      <title>{`${view.fileName} · Import`}</title>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <h1 className="truncate font-semibold text-page">{view.fileName}</h1>
          <p className="text-muted">
            Read by {view.createdBy}, <At at={view.createdAt} seconds={false} />
          </p>
        </div>
        {view.state === 'draft' && <ApplyImport view={view} onApplied={refresh} />}
      </header>
      {view.applied && (
        <Strip
          tone={counts.refused > 0 ? 'warn' : 'ok'}
          glyph={CircleCheck}
          title={`${plural(good - counts.refused, 'row')} applied`}
        >
          By {view.applied.by}, <At at={view.applied.at} seconds={false} />.
          {counts.refused > 0 && ` ${plural(counts.refused, 'row')} refused: the registry had moved meanwhile.`}
        </Strip>
      )}
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-card border bg-border md:grid-cols-4">
        <Tile term="New, announced" value={counts.added} />
        <Tile term="Changed" value={counts.changed} />
        <Tile term="As they are" value={counts.unchanged} />
        <Tile term="Cannot be imported" value={counts.bad} bad={counts.bad > 0} />
      </dl>
      <Problems view={view} />
      <Changes view={view} />
    </div>
  )
}

function Tile({ term, value, bad }: { term: string; value: number; bad?: boolean }) {
  return (
    <div className="bg-card px-4 py-3">
      <dt className="text-muted text-secondary">{term}</dt>
      <dd className={bad ? 'font-semibold text-heading text-fail-text' : 'font-semibold text-heading'}>
        {count(value)}
      </dd>
    </div>
  )
}
