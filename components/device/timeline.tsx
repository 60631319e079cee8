import { CircleCheck, CircleDot, Cpu, OctagonX, Rows3, User } from 'lucide-react'
import type { DeviceView } from '../../server/protocol/views/device-view.ts'
import { At } from '../live/time.tsx'
import { Card } from '../ui/card.tsx'

type Entry = DeviceView['timeline'][number]

const SOURCE = {
  device: { word: 'Device', glyph: Cpu },
  rollout: { word: 'Rollout', glyph: Rows3 },
  person: { word: 'Person', glyph: User },
} as const
const OUTCOME = {
  ok: { glyph: CircleCheck, ink: 'text-ok-text', word: 'Done' },
  failed: { glyph: OctagonX, ink: 'text-fail-text', word: 'Failed' },
  info: { glyph: CircleDot, ink: 'text-muted', word: '' },
} as const satisfies Record<Entry['outcome'], object>

/** Device journal, rollout steps and people's acts on one clock, so that cause stands beside effect. */
export function Timeline({ timeline }: { timeline: readonly Entry[] }) {
  return (
    <Card title="Timeline" note="Newest first" flush>
      {timeline.length === 0 ? (
        <p className="px-4 py-6 text-muted">Nothing has happened to this device since it enrolled.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        <ol className="max-h-[480px] divide-y overflow-y-auto" tabIndex={0} aria-label="Timeline, newest first">
          {timeline.map((entry) => (
            <EntryRow key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
    </Card>
  )
}

function EntryRow({ entry }: { entry: Entry }) {
  const outcome = OUTCOME[entry.outcome]
  const source = SOURCE[entry.source]
  return (
    <li className="flex items-start gap-3 px-4 py-2">
      <At at={entry.at} className="w-[9ch] shrink-0 text-muted text-secondary leading-5" />
      <outcome.glyph aria-hidden className={`mt-0.5 size-4 shrink-0 ${outcome.ink}`} strokeWidth={1.75} />
      <p className="min-w-0 flex-1 break-words">
        {outcome.word && <span className="sr-only">{outcome.word}: </span>}
        {entry.sentence}
      </p>
      <source.glyph
        role="img"
        aria-label={source.word}
        className="mt-0.5 size-4 shrink-0 text-muted"
        strokeWidth={1.75}
      />
    </li>
  )
}
