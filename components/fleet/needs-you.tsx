import { CircleCheck, DoorOpen, Hand, type LucideIcon, OctagonX, ShieldAlert, Undo2, WifiOff } from 'lucide-react'
import Link from 'next/link'
import type { FleetView } from '../../server/protocol/views/fleet-view.ts'
import { Ago } from '../live/time.tsx'
import { TEXT, type Tone } from '../status/tone.ts'
import { buttonClass } from '../ui/button-class.ts'
import { Card } from '../ui/card.tsx'
import { cn } from '../ui/cn.ts'

type Need = FleetView['needsYou'][number]

const LOOK = {
  approval: { glyph: Hand, tone: 'wait' },
  halted: { glyph: OctagonX, tone: 'fail' },
  'rolled-back': { glyph: Undo2, tone: 'warn' },
  'site-offline': { glyph: WifiOff, tone: 'off' },
  'duplicate-identity': { glyph: ShieldAlert, tone: 'fail' },
  lobby: { glyph: DoorOpen, tone: 'wait' },
} as const satisfies Record<Need['kind'], { glyph: LucideIcon; tone: Tone }>

const SHOWN = 5

/** People who are waited for first, then what acted by itself, then health. All well: one line. */
export function NeedsYou({ items, lastChange }: { items: readonly Need[]; lastChange: number | null }) {
  if (items.length === 0)
    return (
      <section aria-label="Needs you" className="flex items-center gap-2 rounded-card border bg-card px-4 py-3">
        <CircleCheck aria-hidden className="size-4 text-ok-text" strokeWidth={1.75} />
        <p className="value">
          Nothing needs you.{' '}
          {lastChange !== null && (
            <span className="text-muted">
              Last change <Ago at={lastChange} />.
            </span>
          )}
        </p>
      </section>
    )
  return (
    <Card title="Needs you" flush>
      <ul className="divide-y">
        {items.slice(0, SHOWN).map((item) => (
          <NeedRow key={`${item.href} ${item.title}`} item={item} />
        ))}
      </ul>
      {items.length > SHOWN && (
        <p className="border-t px-4 py-2 text-muted text-secondary">{items.length - SHOWN} more below.</p>
      )}
    </Card>
  )
}

function NeedRow({ item }: { item: Need }) {
  const { glyph: Glyph, tone } = LOOK[item.kind]
  return (
    <li className="flex items-center gap-3 px-4 py-2.5">
      <Glyph
        aria-hidden
        className={cn('size-4 shrink-0 self-start mt-0.5 md:self-center md:mt-0', TEXT[tone])}
        strokeWidth={1.75}
      />
      <div className="min-w-0 flex-1 md:flex md:items-baseline md:gap-3">
        <p className="font-medium md:shrink-0">{item.title}</p>
        <p className="min-w-0 text-muted md:truncate">{item.detail}</p>
        <p className="text-muted text-secondary whitespace-nowrap md:ml-auto">
          <Ago at={item.since} />
        </p>
      </div>
      <Link
        href={item.href}
        className={buttonClass({ tone: item.kind === 'approval' ? 'primary' : 'secondary', size: 'compact' })}
        aria-label={`${item.act}: ${item.title}`}
      >
        {item.act}
      </Link>
    </li>
  )
}
