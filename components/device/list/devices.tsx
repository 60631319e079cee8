'use client'

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { parseSelector } from '../../../server/protocol/selector/parse.ts'
import type { DeviceFacetsView, DevicesView } from '../../../server/protocol/views/devices-view.ts'
import { useReader } from '../../live/use-view.ts'
import { useWaiting } from '../../live/waiting-context.ts'
import { api, devicePages, page } from '../../paths.ts'
import { NoMatch } from '../../selector/no-match.tsx'
import { useFacets } from '../../selector/use-facets.ts'
import { WhereBar } from '../../selector/where-bar.tsx'
import { Empty } from '../../ui/empty.tsx'
import { count, plural } from '../../ui/numbers.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useListAddress } from './address.ts'
import { ColumnMenu } from './column-menu.tsx'
import { useColumns } from './columns.ts'
import { DeviceTable } from './device-table.tsx'
import { Dots } from './dots.tsx'
import { FacetStrip } from './facet-strip.tsx'
import { devicesSchema, pageKey } from './use-rows.ts'

type Props = {
  /** what the server read for the address; null: the address holds a query that cannot be understood */
  initial: { asked: { where: string; sort: string }; view: DevicesView; facets: DeviceFacetsView } | null
}

/** Which devices match, and how do they split? The query in the address is the one truth; chips and facets edit it. */
export function Devices({ initial }: Props) {
  const [{ where, sort, as, by }, setAddress] = useListAddress()
  const [columns, showColumn] = useColumns()
  const [round, setRound] = useState(0)
  const client = useQueryClient()
  const read = useReader()
  const understood = parseSelector(where).ok
  const asked = { where, sort }
  const same = initial !== null && initial.asked.where === where && initial.asked.sort === sort && round === 0
  const list = useQuery({
    queryKey: pageKey(asked, 0),
    queryFn: ({ signal }) => read(api.devices(asked), devicesSchema, signal),
    enabled: understood,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    ...(same ? { initialData: initial.view } : {}),
  })
  const split = useFacets(where, initial?.asked.where === where ? initial.facets : null)
  const view = list.data
  const facets = split.data
  const change = (next: string) => void setAddress({ where: next })
  const again = () => {
    setRound((before) => before + 1)
    void client.resetQueries({ queryKey: ['devices'] })
    void split.refetch()
  }
  return (
    <>
      <title>{where && view ? `${count(view.matched)} devices · Wavegate` : 'Devices · Wavegate'}</title>
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="font-semibold text-page">Devices</h1>
        <p className="text-muted" aria-live="polite">
          {view && matchedText(view, where)}
        </p>
        <div className="ml-auto flex items-center gap-2">
          {as === 'dots' && (
            <Segmented
              label="Grouped by"
              value={by}
              onChange={(next) => void setAddress({ by: next })}
              options={[
                { key: 'site', label: 'By site' },
                { key: 'type', label: 'By hardware' },
              ]}
            />
          )}
          <Segmented
            label="Shown as"
            value={as}
            onChange={(next) => void setAddress({ as: next })}
            options={[
              { key: 'table', label: 'Table' },
              { key: 'dots', label: 'Dots' },
            ]}
          />
          {as === 'table' && <ColumnMenu columns={columns} onShow={showColumn} />}
        </div>
      </div>
      <Tabs label="Devices" here={page.devices()} tabs={devicePages(useWaiting())} className="mb-3" />
      <div className="flex flex-col gap-3">
        <WhereBar where={where} facets={facets ?? null} onChange={change} />
        {facets && facets.matched > 0 && <FacetStrip where={where} view={facets} onChange={change} />}
        <div className="min-w-0" aria-busy={list.isPlaceholderData}>
          {!view || !facets ? (
            <div className="rounded-card border bg-card">
              <Empty>
                {list.error
                  ? `The list could not be read: ${list.error.message}`
                  : 'Nothing is listed until the query is understood.'}
              </Empty>
            </div>
          ) : view.matched === 0 ? (
            <div className="rounded-card border bg-card">
              <NoMatch where={where} facets={facets} onChange={change} />
            </div>
          ) : as === 'dots' ? (
            <Dots where={where} by={by} onChange={change} />
          ) : (
            <DeviceTable
              key={`${where} ${sort} ${round}`}
              where={where}
              sort={sort}
              view={view}
              columns={columns}
              onSort={(next) => void setAddress({ sort: next })}
              onAgain={again}
            />
          )}
        </div>
      </div>
    </>
  )
}

const matchedText = ({ matched, total }: DevicesView, where: string) =>
  where.trim() === '' ? plural(total, 'device') : `${count(matched)} of ${plural(total, 'device')} match`
