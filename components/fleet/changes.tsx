import { CircleDot, Cpu, Hand, type LucideIcon, Package, Rows3, Undo2 } from 'lucide-react'
import Link from 'next/link'
import type { FleetView } from '../../server/protocol/views/fleet-view.ts'
import { At } from '../live/time.tsx'
import { Card } from '../ui/card.tsx'

type Change = FleetView['changes'][number]

const GLYPH = {
  rollout: Rows3,
  rollback: Undo2,
  approval: Hand,
  device: Cpu,
  release: Package,
  other: CircleDot,
} as const satisfies Record<Change['kind'], LucideIcon>

export function Changes({ changes }: { changes: readonly Change[] }) {
  return (
    <Card title="Changed, last 24 h" flush>
      {changes.length === 0 ? (
        <p className="px-4 py-6 text-muted">Nothing changed in the last 24 hours.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        <ol className="max-h-80 divide-y overflow-y-auto" tabIndex={0} aria-label="Changes, newest first">
          {changes.map((change) => (
            <ChangeRow key={change.id} change={change} />
          ))}
        </ol>
      )}
    </Card>
  )
}

function ChangeRow({ change }: { change: Change }) {
  const Glyph = GLYPH[change.kind]
  const text = (
    <>
      {change.sentence} <span className="text-muted">· {change.actor}</span>
    </>
  )
  return (
    <li className="flex items-start gap-3 px-4 py-2">
      <At at={change.at} className="w-[9ch] shrink-0 text-muted text-secondary leading-5" />
      <Glyph
        aria-hidden
        className={
          change.kind === 'rollback' ? 'mt-0.5 size-4 shrink-0 text-warn-text' : 'mt-0.5 size-4 shrink-0 text-muted'
        }
        strokeWidth={1.75}
      />
      {change.href ? (
        <Link href={change.href} className="min-w-0 rounded-mark hover:underline">
          {text}
        </Link>
      ) : (
        <p className="min-w-0">{text}</p>
      )}
    </li>
  )
}
