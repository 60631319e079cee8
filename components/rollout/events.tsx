'use client'

import { ArrowUp, Cpu, GitCommitVertical, type LucideIcon, OctagonX, User } from 'lucide-react'
import Link from 'next/link'
import { useRef, useState } from 'react'
import type { RolloutEvent, RolloutEventsView } from '../../server/protocol/views/rollout-view.ts'
import { At } from '../live/time.tsx'
import { useView } from '../live/use-view.ts'
import { api, page, room } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { count } from '../ui/numbers.ts'
import { Segmented } from '../ui/segmented.tsx'

const schema = async () => (await import('../../server/protocol/views/rollout-view.ts')).RolloutEventsView

const GLYPH = { decision: GitCommitVertical, person: User, device: Cpu, alarm: OctagonX } as const satisfies Record<
  RolloutEvent['kind'],
  LucideIcon
>

const FILTERS = [
  { key: 'all', label: 'All' },
  { key: 'steps', label: 'Decisions' },
  { key: 'device', label: 'Devices' },
] as const
// A long rollout has thousands; what is read is at the top.
const FIRST = 60

type Filter = (typeof FILTERS)[number]['key']

/** Newest first. Follows until the reader scrolls away; then nothing moves, and a bar says how many came. */
export function Events({ id, wave, initial }: { id: string; wave: number | null; initial: RolloutEventsView }) {
  const { view } = useView({ room: room.rollout(id), path: api.rolloutEvents(id, null), schema, initial })
  const list = useRef<HTMLOListElement>(null)
  const [filter, setFilter] = useState<Filter>('all')
  const [most, setMost] = useState(FIRST)
  const [heldAt, setHeldAt] = useState<string | null>(null)
  const matching = view.events.filter(
    (event) => (wave === null || event.wave === null || event.wave === wave) && matches(event, filter),
  )
  const held =
    heldAt === null
      ? 0
      : Math.max(
          0,
          matching.findIndex((event) => event.id === heldAt),
        )
  const shown = matching.slice(held, held + most)
  const older = matching.length - held - shown.length
  const follow = () => {
    setHeldAt(null)
    list.current?.scrollTo({ top: 0 })
  }
  return (
    <Card
      title="Events"
      flush
      note={heldAt === null ? 'Following' : 'Not following'}
      acts={<Segmented label="Which events" value={filter} onChange={setFilter} options={FILTERS} />}
    >
      {held > 0 && (
        <div className="border-b bg-run-soft px-4 py-1.5">
          <Button tone="ghost" size="compact" className="text-run-text" onClick={follow}>
            <ArrowUp aria-hidden className="size-3.5" strokeWidth={2} />
            {held} new, show
          </Button>
        </div>
      )}
      {shown.length === 0 ? (
        <p className="px-4 py-6 text-muted">Nothing of this kind has happened.</p>
      ) : (
        <ol
          ref={list}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label="Events, newest first"
          className="max-h-[560px] divide-y overflow-y-auto"
          onScroll={(event) => {
            if (event.currentTarget.scrollTop < 8) setHeldAt(null)
            else setHeldAt((now) => now ?? shown[0]?.id ?? null)
          }}
        >
          {shown.map((event) => (
            <EventRow key={event.id} event={event} />
          ))}
          {older > 0 && (
            <li className="px-4 py-2">
              <Button size="compact" onClick={() => setMost(most + FIRST)}>
                Show older, {count(older)} more
              </Button>
            </li>
          )}
        </ol>
      )}
    </Card>
  )
}

function EventRow({ event }: { event: RolloutEvent }) {
  const Glyph = GLYPH[event.kind]
  return (
    <li className="flex items-start gap-3 px-4 py-2">
      <At at={event.at} className="w-[9ch] shrink-0 text-muted text-secondary leading-5" />
      <Glyph
        aria-hidden
        className={
          event.kind === 'alarm' ? 'mt-0.5 size-4 shrink-0 text-fail-text' : 'mt-0.5 size-4 shrink-0 text-muted'
        }
        strokeWidth={1.75}
      />
      <p className="min-w-0 flex-1 break-words">
        {event.deviceId ? (
          <Link href={page.device(event.deviceId)} className="rounded-mark hover:underline">
            {event.sentence}
          </Link>
        ) : (
          <>
            {event.sentence} <span className="text-muted">· {event.actor}</span>
          </>
        )}
      </p>
    </li>
  )
}

function matches(event: RolloutEvent, filter: Filter): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'steps':
      return event.kind !== 'device'
    case 'device':
      return event.kind === 'device'
    default:
      return filter satisfies never
  }
}
