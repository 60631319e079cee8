import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { Fragment, type ReactNode } from 'react'
import type { Person } from '../../server/protocol/views/person.ts'
import { LiveChip } from '../live/live-chip.tsx'
import { StaleStrip } from '../live/stale-strip.tsx'
import { ThemeMenu } from './theme-menu.tsx'
import { UserMenu } from './user-menu.tsx'

export type Crumb = { label: string; href?: string }

/** The frame of one screen: where you are, how fresh it is, who you are. */
export function Screen({
  crumbs,
  person,
  version,
  children,
}: {
  crumbs: readonly Crumb[]
  person: Person
  version: string
  children: ReactNode
}) {
  return (
    <>
      <header className="no-print sticky top-0 z-20 bg-card">
        <div className="flex h-12 items-center gap-2 border-b px-4 md:px-6">
          <Breadcrumb crumbs={crumbs} />
          <div className="ml-auto flex shrink-0 items-center gap-1">
            <LiveChip />
            <ThemeMenu />
            <UserMenu person={person} version={version} />
          </div>
        </div>
        <StaleStrip />
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto w-full max-w-[1440px] px-4 pt-5 pb-24 outline-none md:px-6 md:pb-12"
      >
        {children}
      </main>
    </>
  )
}

function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1.5">
        {crumbs.map((crumb, index) => (
          <Fragment key={crumb.label}>
            {index > 0 && (
              <li aria-hidden className="max-md:hidden">
                <ChevronRight className="size-3.5 text-muted" strokeWidth={1.75} />
              </li>
            )}
            <li className={index === crumbs.length - 1 ? 'min-w-0' : 'max-md:hidden'}>
              {crumb.href && index < crumbs.length - 1 ? (
                <Link href={crumb.href} className="rounded-mark py-1 text-muted hover:text-text">
                  {crumb.label}
                </Link>
              ) : (
                <span aria-current="page" className="block truncate font-medium">
                  {crumb.label}
                </span>
              )}
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  )
}
