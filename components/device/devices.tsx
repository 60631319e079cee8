'use client'

import { parseAsString, useQueryStates } from 'nuqs'
import { useTransition } from 'react'
import type { DevicesView } from '../../server/protocol/views/device-view.ts'
import { useRoom, useView } from '../live/use-view.ts'
import { api, room } from '../paths.ts'
import { cn } from '../ui/cn.ts'
import { count, plural } from '../ui/numbers.ts'
import { DeviceList } from './device-list.tsx'
import { Facets } from './facets.tsx'
import { FILTER_KEYS, type Filter, filled } from './filter.ts'
import { NoMatch } from './no-match.tsx'
import { Paging } from './paging.tsx'
import { Search } from './search.tsx'

const schema = async () => (await import('../../server/protocol/views/device-view.ts')).DevicesView

const PARSERS = {
  q: parseAsString,
  status: parseAsString,
  site: parseAsString,
  hardware: parseAsString,
  version: parseAsString,
  cursor: parseAsString,
}

/** Which devices match, and how do they split? `filter`: what `initial` was read with; it lives in the address. */
export function Devices({ initial, filter }: { initial: DevicesView; filter: Filter }) {
  const [pending, startTransition] = useTransition()
  const [, setQuery] = useQueryStates(PARSERS, { shallow: false, startTransition, history: 'push' })
  useRoom(room.fleet())
  const { view } = useView({ room: room.fleet(), path: api.devices(filled(filter)), schema, initial })
  const change = (next: Partial<Record<(typeof FILTER_KEYS)[number], string | null>>) =>
    void setQuery({ ...next, cursor: null })
  const clear = () => void setQuery(null)
  const active = FILTER_KEYS.filter((key) => filter[key])
  return (
    <>
      <title>{active.length > 0 ? `${count(view.matched)} devices · Wavegate` : 'Devices · Wavegate'}</title>
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3">
        <h1 className="font-semibold text-page">Devices</h1>
        <p className="text-muted" aria-live="polite">
          {active.length > 0
            ? `${count(view.matched)} of ${plural(view.total, 'device')} match`
            : plural(view.total, 'device')}
        </p>
        <Search value={filter.q ?? ''} onChange={(q) => change({ q: q || null })} />
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-[220px_minmax(0,1fr)]">
        <Facets view={view} filter={filter} onChange={change} onClear={clear} />
        <div
          className={cn('min-w-0 rounded-card border bg-card transition-opacity duration-100', pending && 'opacity-60')}
        >
          {view.devices.length === 0 ? (
            <NoMatch filter={filter} view={view} onRemove={(key) => change({ [key]: null })} onClear={clear} />
          ) : (
            <DeviceList devices={view.devices} />
          )}
          <Paging view={view} cursor={filter.cursor} onGo={(cursor) => void setQuery({ cursor })} />
        </div>
      </div>
    </>
  )
}
