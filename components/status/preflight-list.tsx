import { CircleCheck, OctagonX } from 'lucide-react'
import type { ReactNode } from 'react'
import type { PreflightItem } from '../../server/protocol/rollout-state.ts'
import { Ago } from '../live/time.tsx'

type Props = {
  items: readonly PreflightItem[]
  /** what mends an unmet item where it stands; null: its page does */
  mend?: (item: PreflightItem) => ReactNode
}

/** The checks before a rollout; what is not met first, because that is what has to be done. */
export function PreflightList({ items, mend }: Props) {
  const ordered = [...items].sort((a, b) => Number(a.met) - Number(b.met))
  return (
    <ul className="divide-y">
      {ordered.map((item) => (
        <li key={item.rule} id={`item-${item.rule}`} tabIndex={-1} className="flex items-start gap-3 px-4 py-2">
          {item.met ? (
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok-text" strokeWidth={1.75} />
          ) : (
            <OctagonX aria-hidden className="mt-0.5 size-4 shrink-0 text-fail-text" strokeWidth={1.75} />
          )}
          <div className="min-w-0 flex-1 md:grid md:grid-cols-[minmax(200px,2fr)_3fr] md:gap-4">
            <p className={item.met ? undefined : 'font-medium'}>
              <span className="sr-only">{item.met ? 'Met: ' : 'Not met: '}</span>
              {item.name}
            </p>
            <p className={item.met ? 'text-muted text-secondary leading-5' : 'text-fail-text text-secondary leading-5'}>
              {item.because}
              {!item.met && <> {mend?.(item) ?? (item.href && <Elsewhere href={item.href} />)}</>}
            </p>
          </div>
          <span className="w-24 shrink-0 text-right text-micro text-muted leading-5 max-md:hidden">
            <span className="font-mono">{item.rule}</span> <Ago at={item.at} />
          </span>
        </li>
      ))}
    </ul>
  )
}

const PLACES = [
  ['/devices', 'Show the devices'],
  ['/releases', 'Open the releases'],
  ['/rollouts/new', 'Plan it anew'],
] as const

function Elsewhere({ href }: { href: string }) {
  return (
    <a href={href} className="rounded-mark font-medium text-run-text underline">
      {PLACES.find(([start]) => href.startsWith(start))?.[1] ?? 'Look there'}
    </a>
  )
}
