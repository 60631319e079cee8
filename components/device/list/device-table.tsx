'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useRef, useState } from 'react'
import type { DeviceRow, DeviceSort, DevicesView } from '../../../server/protocol/views/devices-view.ts'
import { Button } from '../../ui/button.tsx'
import { cn } from '../../ui/cn.ts'
import { count, plural } from '../../ui/numbers.ts'
import { useMedia } from '../../ui/use-media.ts'
import type { Sorted } from './address.ts'
import { COLUMNS, type ColumnKey } from './columns.ts'
import { Cell, Name, PhoneRow } from './row-cells.tsx'
import { NOTHING, type Selection, withRow } from './selection.ts'
import { SelectionBar } from './selection-bar.tsx'
import { useLiveRows } from './use-live-rows.ts'
import { useRows } from './use-rows.ts'

const ROW_PX = 36
const PHONE_ROW_PX = 68
/** Browsers lay out some 17 million pixels of height at most; beyond, narrowing is the way. */
const MOST_ROWS = 240_000
/** Live rows are asked for in blocks, so that scrolling a little asks nothing. */
const BLOCK = 20

type Props = {
  where: string
  sort: Sorted
  view: DevicesView
  columns: readonly ColumnKey[]
  onSort: (sort: Sorted) => void
  onAgain: () => void
}

/** A window on the list: only the rows on screen exist, the row numbers are true. */
export function DeviceTable({ where, sort, view, columns, onSort, onAgain }: Props) {
  const frame = useRef<HTMLDivElement>(null)
  const phone = useMedia('(max-width: 767px)')
  const [selection, setSelection] = useState<Selection>(NOTHING)
  const size = phone ? PHONE_ROW_PX : ROW_PX
  const rows = Math.min(view.matched, MOST_ROWS)
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => frame.current,
    estimateSize: () => size,
    overscan: 8,
    // What the server renders before there is a screen to measure.
    initialRect: { width: 1000, height: 640 },
    getItemKey: (index) => `${size}-${index}`,
  })
  const items = virtual.getVirtualItems()
  const visible = { from: items[0]?.index ?? 0, to: items.at(-1)?.index ?? 0 }
  const { row, failed } = useRows({ where, sort }, view, visible)
  const block = { from: Math.floor(visible.from / BLOCK) * BLOCK, to: (Math.floor(visible.to / BLOCK) + 1) * BLOCK }
  const ids = Array.from({ length: Math.min(100, block.to - block.from) }, (_, n) => row(block.from + n)?.id as string)
  const live = useLiveRows(
    where,
    ids.filter((id) => id !== undefined),
  )
  const template = `36px minmax(150px,1.6fr) ${columns.map((key) => COLUMNS[key].width).join(' ')}`
  return (
    <div className="rounded-card border bg-card">
      <Changed matched={view.matched} now={live.matched} onShow={onAgain} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a frame that scrolls must be reachable by keyboard */}
      <div ref={frame} tabIndex={0} className="max-h-[max(360px,calc(100dvh-15rem))] overflow-auto rounded-card">
        <table
          aria-label="Devices"
          aria-rowcount={view.matched + 1}
          aria-colcount={columns.length + 2}
          className={cn('block min-w-fit', selection.kind === 'rows' && selection.ids.size === 0 ? '' : 'pb-16')}
        >
          {!phone && <Head template={template} columns={columns} sort={sort} onSort={onSort} />}
          <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const listed = row(item.index)
              const device = listed && (live.now(listed.id) ?? listed)
              return (
                <tr
                  key={item.key}
                  aria-rowindex={item.index + 2}
                  style={{
                    height: item.size,
                    transform: `translateY(${item.start}px)`,
                    ...(phone ? {} : { gridTemplateColumns: template }),
                  }}
                  className={cn(
                    'absolute inset-x-0 top-0 border-b hover:bg-bg',
                    phone ? 'px-4' : 'grid items-center',
                    device && live.moved(device.id) && 'bg-sunken',
                  )}
                >
                  {device ? (
                    <Row
                      device={device}
                      columns={columns}
                      phone={phone}
                      moved={live.moved(device.id)}
                      selected={selection.kind === 'all' || selection.ids.has(device.id)}
                      onSelect={(on) => setSelection((before) => withRow(before, device.id, on))}
                    />
                  ) : (
                    <td className="col-span-full px-4 py-2">
                      <div className="h-4 w-2/3 rounded-mark bg-sunken" />
                      <span className="sr-only">Not read yet</span>
                    </td>
                  )}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      <footer className="flex flex-wrap items-center gap-2 border-t px-4 py-2 text-muted text-secondary">
        <p className="mr-auto">{endOf(view.matched)}</p>
        {failed && <p className="text-fail-text">Some rows could not be read: {failed.message}</p>}
        {view.matched > 200 && (
          <JumpTo rows={rows} onJump={(index) => virtual.scrollToIndex(index, { align: 'start' })} />
        )}
      </footer>
      <SelectionBar
        where={where}
        matched={live.matched ?? view.matched}
        refused={view.refused}
        selection={selection}
        onSelect={setSelection}
      />
    </div>
  )
}

type RowProps = {
  device: DeviceRow
  columns: readonly ColumnKey[]
  phone: boolean
  moved: boolean
  selected: boolean
  onSelect: (on: boolean) => void
}

function Row({ device, columns, phone, moved, selected, onSelect }: RowProps) {
  if (phone) return <PhoneRow device={device} moved={moved} />
  return (
    <>
      <td className="flex justify-center">
        <input
          type="checkbox"
          aria-label={`Select ${device.name}`}
          className="size-4 accent-run"
          checked={selected}
          onChange={(event) => onSelect(event.target.checked)}
        />
      </td>
      <td className="min-w-0 px-2">
        <Name device={device} moved={moved} />
      </td>
      {columns.map((key) => (
        <td key={key} className="min-w-0 truncate px-2">
          <Cell column={key} device={device} />
        </td>
      ))}
    </>
  )
}

type HeadProps = { template: string; columns: readonly ColumnKey[]; sort: Sorted; onSort: (sort: Sorted) => void }

function Head({ template, columns, sort, onSort }: HeadProps) {
  return (
    <thead className="sticky top-0 block z-10 bg-card">
      <tr aria-rowindex={1} className="grid h-8 items-center border-b" style={{ gridTemplateColumns: template }}>
        <th scope="col">
          <span className="sr-only">Selected</span>
        </th>
        <HeadCell label="Device" by="name" sort={sort} onSort={onSort} />
        {columns.map((key) => {
          const column = COLUMNS[key]
          return (
            <HeadCell
              key={key}
              label={column.label}
              by={'sort' in column ? column.sort : null}
              sort={sort}
              onSort={onSort}
            />
          )
        })}
      </tr>
    </thead>
  )
}

type HeadCellProps = { label: string; by: DeviceSort | null; sort: Sorted; onSort: (sort: Sorted) => void }

function HeadCell({ label, by, sort, onSort }: HeadCellProps) {
  const up = by !== null && sort === by
  const down = by !== null && sort === `-${by}`
  const Glyph = down ? ArrowDown : ArrowUp
  return (
    <th
      scope="col"
      aria-sort={up ? 'ascending' : down ? 'descending' : undefined}
      className="min-w-0 px-2 text-left font-medium text-micro text-muted"
    >
      {by === null ? (
        label
      ) : (
        <button
          type="button"
          onClick={() => onSort(up ? `-${by}` : by)}
          className={cn('inline-flex h-6 items-center gap-1 hover:text-text', (up || down) && 'text-text')}
        >
          {label}
          {(up || down) && <Glyph aria-hidden className="size-3" strokeWidth={2} />}
        </button>
      )}
    </th>
  )
}

/** The list itself stays as it was read: rows that come or go are announced, and shown when somebody asks. */
function Changed({ matched, now, onShow }: { matched: number; now: number | null; onShow: () => void }) {
  if (now === null || now === matched) return null
  const difference = Math.abs(now - matched)
  return (
    <output className="flex items-center gap-3 border-b bg-run-soft px-4 py-1.5 text-run-text">
      <p>
        {count(difference)} {now > matched ? 'more' : 'fewer'} match now
      </p>
      <Button size="compact" onClick={onShow}>
        Show
      </Button>
    </output>
  )
}

function JumpTo({ rows, onJump }: { rows: number; onJump: (index: number) => void }) {
  return (
    <form
      className="flex items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        const asked = Number(new FormData(event.currentTarget).get('row'))
        if (asked >= 1) onJump(Math.min(rows, Math.round(asked)) - 1)
      }}
    >
      <label className="flex items-center gap-2">
        Row
        <input
          name="row"
          type="number"
          min={1}
          max={rows}
          inputMode="numeric"
          className="h-7 w-24 rounded-control bg-card px-2 text-text tabular-nums inset-ring inset-ring-control pointer-coarse:h-11"
        />
      </label>
      <Button type="submit" size="compact">
        Jump
      </Button>
    </form>
  )
}

const endOf = (matched: number) =>
  matched > MOST_ROWS
    ? `The first ${count(MOST_ROWS)} of ${count(matched)}: narrow the query to see the others`
    : `${plural(matched, 'device')}, all in this list`
