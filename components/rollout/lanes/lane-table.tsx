'use client'

import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  sortFns,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import Link from 'next/link'
import { useMemo, useRef } from 'react'
import type { RolloutDevicesView, WaveLane } from '../../../server/protocol/views/rollout-view.ts'
import { type LaneStates, stateAt } from '../../live/lane-states.ts'
import { Ago } from '../../live/time.tsx'
import { page } from '../../paths.ts'
import { DEVICE_STATE } from '../../status/device-state.ts'
import { DeviceStatePill } from '../../status/device-state-pill.tsx'
import { cn } from '../../ui/cn.ts'

type Row = RolloutDevicesView['devices'][number] & { waveLabel: string }
type Props = {
  devices: RolloutDevicesView['devices']
  states: LaneStates
  wave: number | null
  waves: readonly WaveLane[]
}

const ROW_HEIGHT = 36
const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel(), sortFns })
const helper = createColumnHelper<typeof features, Row>()
const columns = helper.columns([
  helper.accessor('name', {
    header: 'Device',
    cell: ({ row }) => (
      <Link href={page.device(row.original.id)} className="rounded-mark font-medium hover:underline">
        {row.original.name}
      </Link>
    ),
  }),
  helper.accessor((row) => DEVICE_STATE[row.state].label, {
    id: 'state',
    header: 'State',
    cell: ({ row }) => <DeviceStatePill state={row.original.state} />,
  }),
  helper.accessor('waveLabel', { header: 'Wave' }),
  helper.accessor('site', { header: 'Site' }),
  helper.accessor('hardwareType', { header: 'Hardware' }),
  helper.accessor((row) => row.running ?? '', {
    id: 'running',
    header: 'Running',
    cell: ({ getValue }) => <span className="value font-mono text-secondary">{getValue() || '–'}</span>,
  }),
  helper.accessor((row) => row.lastSeenAt ?? 0, {
    id: 'seen',
    header: 'Last seen',
    cell: ({ row: { original } }) => (
      <span className="text-muted">{original.lastSeenAt === null ? 'Never' : <Ago at={original.lastSeenAt} />}</span>
    ),
  }),
  helper.accessor((row) => row.why?.sentence ?? row.because, {
    id: 'why',
    header: 'Why',
    cell: ({ getValue }) => <span className="text-muted text-secondary">{getValue()}</span>,
  }),
])

/** The lanes for whoever does not read dots: the same array, as rows. Only the rows in sight exist. */
export function LaneTable({ devices, states, wave, waves }: Props) {
  const frame = useRef<HTMLElement>(null)
  const data = useMemo(() => rowsOf(devices, states, wave, waves), [devices, states, wave, waves])
  const table = useTable({ features, columns, data })
  const rows = table.getRowModel().rows
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const above = items[0]?.start ?? 0
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a frame that scrolls must be reachable by keyboard
    <section ref={frame} tabIndex={0} aria-label="Devices by wave, scrolls" className="max-h-[480px] overflow-auto">
      <table
        aria-label="Devices by wave"
        aria-rowcount={rows.length + 1}
        className="w-full border-collapse whitespace-nowrap"
      >
        <thead className="sticky top-0 z-10 bg-card">
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <th
                  key={header.id}
                  scope="col"
                  aria-sort={sortWord(header.column.getIsSorted())}
                  className="border-b px-2 text-left first:pl-4 last:pr-4"
                >
                  <button
                    type="button"
                    onClick={header.column.getToggleSortingHandler()}
                    className="flex h-8 items-center gap-1 rounded-mark font-medium text-micro text-muted hover:text-text"
                  >
                    <table.FlexRender header={header} />
                    <SortSign sorted={header.column.getIsSorted()} />
                  </button>
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          <Spacer height={above} />
          {items.map((item) => {
            const row = rows[item.index]
            if (!row) return null
            return (
              <tr key={row.id} aria-rowindex={item.index + 2} style={{ height: ROW_HEIGHT }} className="border-b">
                {row.getAllCells().map((cell) => (
                  <td key={cell.id} className="px-2 first:pl-4 last:pr-4">
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            )
          })}
          <Spacer height={below} />
        </tbody>
      </table>
    </section>
  )
}

function rowsOf(devices: Props['devices'], states: LaneStates, wave: number | null, waves: Props['waves']): Row[] {
  const label = new Map(waves.map((lane) => [lane.wave, lane.label]))
  return devices
    .map((device, index) => ({ ...device, state: stateAt(states, index), waveLabel: label.get(device.wave) ?? '' }))
    .filter((device) => wave === null || device.wave === wave)
}

function Spacer({ height }: { height: number }) {
  return height > 0 ? (
    <tr aria-hidden>
      <td style={{ height }} />
    </tr>
  ) : null
}

function SortSign({ sorted }: { sorted: false | 'asc' | 'desc' }) {
  const Glyph = sorted === 'desc' ? ArrowDown : ArrowUp
  return <Glyph aria-hidden className={cn('size-3', !sorted && 'invisible')} strokeWidth={2} />
}

function sortWord(sorted: false | 'asc' | 'desc'): 'ascending' | 'descending' | 'none' {
  if (!sorted) return 'none'
  return sorted === 'asc' ? 'ascending' : 'descending'
}
