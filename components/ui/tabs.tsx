import Link from 'next/link'
import { cn } from './cn.ts'

type Props = {
  label: string
  /** the address of the tab that is open */
  here: string
  tabs: readonly { href: string; label: string; note?: string | null }[]
  className?: string
}

/** Neighbouring screens of one thing, each with an address of its own. */
export function Tabs({ label, here, tabs, className }: Props) {
  return (
    <nav
      aria-label={label}
      className={cn('no-print -mx-4 overflow-x-auto border-b px-4 [scrollbar-width:none] md:-mx-6 md:px-6', className)}
    >
      <ul className="flex gap-5">
        {tabs.map((tab) => (
          <li key={tab.href} ref={tab.href === here ? intoView : undefined}>
            <Link
              href={tab.href}
              scroll={false}
              aria-current={tab.href === here ? 'page' : undefined}
              className={cn(
                'flex h-9 items-center gap-1.5 border-transparent border-b-2 whitespace-nowrap text-muted hover:text-text pointer-coarse:h-11',
                tab.href === here && 'border-run font-medium text-text',
              )}
            >
              {tab.label}
              {tab.note && <span className="text-muted text-secondary">{tab.note}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** On a phone the open tab may lie beyond the edge. Only the row is moved, never the page. */
function intoView(tab: HTMLLIElement | null): void {
  const row = tab?.closest('nav')
  if (tab && row) row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2
}
