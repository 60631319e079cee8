'use client'

import { ChevronRight, CircleCheck, CircleDot, Cpu, GitCompareArrows, OctagonX, Rows3, User } from 'lucide-react'
import { useState } from 'react'
import type { DeviceView } from '../../server/protocol/views/device-view.ts'
import { At } from '../live/time.tsx'
import { Card } from '../ui/card.tsx'
import { count } from '../ui/numbers.ts'
import { Segmented } from '../ui/segmented.tsx'
import { groupAlike } from './group-alike.ts'

type Entry = DeviceView['timeline'][number]

const SOURCE = {
  device: { word: 'Device', glyph: Cpu },
  rollout: { word: 'Rollout', glyph: Rows3 },
  person: { word: 'People', glyph: User },
  drift: { word: 'Drift', glyph: GitCompareArrows },
} as const satisfies Record<Entry['source'], object>
const OUTCOME = {
  ok: { glyph: CircleCheck, ink: 'text-ok-text', word: 'Done' },
  failed: { glyph: OctagonX, ink: 'text-fail-text', word: 'Failed' },
  info: { glyph: CircleDot, ink: 'text-muted', word: '' },
} as const satisfies Record<Entry['outcome'], object>

/** Device journal, rollout steps, people's acts and drift on one clock, so that cause stands beside effect. */
export function Timeline({ timeline }: { timeline: readonly Entry[] }) {
  const [shown, setShown] = useState<Entry['source'] | 'all'>('all')
  const there = (['device', 'rollout', 'person', 'drift'] as const).filter((source) =>
    timeline.some((entry) => entry.source === source),
  )
  const entries = timeline.filter((entry) => shown === 'all' || entry.source === shown)
  return (
    <Card
      title="Timeline"
      note="Newest first"
      flush
      acts={
        there.length > 1 && (
          <Segmented
            label="Show"
            value={shown}
            onChange={setShown}
            options={[
              { key: 'all', label: 'All' },
              ...there.map((source) => ({ key: source, label: SOURCE[source].word })),
            ]}
          />
        )
      }
    >
      {timeline.length === 0 ? (
        <p className="px-4 py-6 text-muted">Nothing has happened to this device since it enrolled.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        <ol className="max-h-[480px] divide-y overflow-y-auto" tabIndex={0} aria-label="Timeline, newest first">
          {groupAlike(entries).map((group) => {
            const [first] = group
            return group.length === 1 ? (
              <EntryRow key={first.id} entry={first} />
            ) : (
              <AlikeRow key={first.id} entries={group} />
            )
          })}
        </ol>
      )}
    </Card>
  )
}

function EntryRow({ entry }: { entry: Entry }) {
  return (
    <li className="flex items-start gap-3 px-4 py-2">
      <EntryLine entry={entry} />
    </li>
  )
}

/** Many of a kind in a row are one line that opens. */
function AlikeRow({ entries }: { entries: readonly [Entry, ...Entry[]] }) {
  const [first] = entries
  return (
    <li>
      <details className="group">
        <summary className="flex cursor-default items-start gap-3 px-4 py-2 hover:bg-bg">
          <EntryLine entry={first} />
          <span className="inline-flex shrink-0 items-center gap-1 text-muted text-secondary leading-5">
            {count(entries.length)} alike
            <ChevronRight aria-hidden className="size-4 group-open:rotate-90" strokeWidth={1.75} />
          </span>
        </summary>
        <ol className="divide-y border-t bg-bg">
          {entries.slice(1).map((entry) => (
            <EntryRow key={entry.id} entry={entry} />
          ))}
        </ol>
      </details>
    </li>
  )
}

function EntryLine({ entry }: { entry: Entry }) {
  const outcome = OUTCOME[entry.outcome]
  const source = SOURCE[entry.source]
  return (
    <>
      <At at={entry.at} className="w-[9ch] shrink-0 text-muted text-secondary leading-5" />
      <outcome.glyph aria-hidden className={`mt-0.5 size-4 shrink-0 ${outcome.ink}`} strokeWidth={1.75} />
      <p className="min-w-0 flex-1 break-words">
        {outcome.word && <span className="sr-only">{outcome.word}: </span>}
        {entry.sentence}
        {entry.ran !== null && (
          <span className="ml-2 whitespace-nowrap text-muted text-secondary">
            <span className="sr-only">Written while it </span>ran <span className="value">{entry.ran}</span>
          </span>
        )}
      </p>
      <source.glyph
        role="img"
        aria-label={source.word}
        className="mt-0.5 size-4 shrink-0 text-muted"
        strokeWidth={1.75}
      />
    </>
  )
}
