'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { toggled } from '../../../server/protocol/selector/edit.ts'
import type { DeviceMapView } from '../../../server/protocol/views/devices-view.ts'
import { useReader, useRoom } from '../../live/use-view.ts'
import { api, room } from '../../paths.ts'
import { Empty } from '../../ui/empty.tsx'
import { count, plural } from '../../ui/numbers.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { DOT_PX, heightOf, paintDots, STATES } from './paint-dots.ts'

type Group = DeviceMapView['groups'][number]
type Props = { where: string; by: 'site' | 'type'; onChange: (where: string) => void }

const schema = async () => (await import('../../../server/protocol/views/devices-view.ts')).DeviceMapView

/** A dot a device, worst place first. Each place is a button that narrows the query to it; the table says the same in words. */
export function Dots({ where, by, onChange }: Props) {
  const read = useReader()
  useRoom(room.fleet())
  const path = api.deviceMap(where, by)
  const { data, error } = useQuery({
    queryKey: [room.fleet(), path],
    queryFn: ({ signal }) => read(path, schema, signal),
    placeholderData: keepPreviousData,
  })
  if (!data)
    return (
      <div className="rounded-card border bg-card">
        {error ? <Empty>The map could not be read: {error.message}</Empty> : <Skeleton className="m-4 h-64" />}
      </div>
    )
  return (
    <div className="rounded-card border bg-card">
      <Legend />
      <ul
        aria-label={by === 'site' ? 'Sites' : 'Hardware types'}
        className="grid grid-cols-[repeat(auto-fill,minmax(180px,1fr))] gap-x-4 gap-y-1 p-3"
      >
        {data.groups.map((group) => (
          <li key={group.id} className="min-w-0">
            <button
              type="button"
              onClick={() => onChange(toggled(where, by, group.id))}
              className="flex w-full flex-col gap-1.5 rounded-control p-2 text-left hover:bg-sunken"
            >
              <span className="flex w-full items-baseline justify-between gap-2">
                <span className="truncate font-medium">{group.name}</span>
                <span className="value text-muted text-secondary">{count(group.devices)}</span>
              </span>
              <GroupDots group={group} />
              <span className="text-muted text-secondary">{wordsOf(group)}</span>
            </button>
          </li>
        ))}
      </ul>
      {data.more > 0 && (
        <p className="border-t px-4 py-2 text-muted text-secondary">
          {plural(data.more, by === 'site' ? 'more site' : 'more type')}, each better off than these.
        </p>
      )}
    </div>
  )
}

function GroupDots({ group }: { group: Group }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const paint = () => paintDots(element, group)
    paint()
    const resized = new ResizeObserver(paint)
    resized.observe(element)
    const themed = new MutationObserver(paint)
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'style'] })
    return () => {
      resized.disconnect()
      themed.disconnect()
    }
  }, [group])
  return <canvas ref={canvas} aria-hidden className="w-full" style={{ height: heightOf(group.devices) }} />
}

function Legend() {
  return (
    <ul
      aria-label="What the dots mean"
      className="flex flex-wrap gap-x-4 gap-y-1 border-b px-4 py-2 text-muted text-secondary"
    >
      {STATES.map(({ key, label, className }) => (
        <li key={key} className="inline-flex items-center gap-1.5">
          <span aria-hidden className={className} style={{ width: DOT_PX, height: DOT_PX }} />
          {label}
        </li>
      ))}
    </ul>
  )
}

function wordsOf(group: Group): string {
  const unwell = STATES.filter(({ key }) => key !== 'healthy' && group[key] > 0).map(
    ({ key, label }) => `${count(group[key])} ${label.toLowerCase()}`,
  )
  if (group.drifted > 0) unwell.push(`${count(group.drifted)} drifted`)
  return unwell.length === 0 ? 'All healthy' : unwell.join(', ')
}
