'use client'

import { Cpu, Hand, LayoutDashboard, type LucideIcon, Rows3 } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ApprovalsView } from '../../server/protocol/views/approval-view.ts'
import { useRoom, useView } from '../live/use-view.ts'
import { api, page, room } from '../paths.ts'
import { cn } from '../ui/cn.ts'
import { Logo } from './logo.tsx'

type Item = { href: string; label: string; glyph: LucideIcon; count?: number }

const schema = async () => (await import('../../server/protocol/views/approval-view.ts')).ApprovalsView

/** Left rail on a desk, icons on a tablet, a bar under the thumb on a phone. */
export function Rail({ approvals }: { approvals: ApprovalsView }) {
  const pathname = usePathname()
  useRoom(room.approvals())
  const { view } = useView({ room: room.approvals(), path: api.approvals(), schema, initial: approvals })
  const items: Item[] = [
    { href: page.fleet(), label: 'Fleet', glyph: LayoutDashboard },
    { href: page.rollouts(), label: 'Rollouts', glyph: Rows3 },
    {
      href: page.approvals(),
      label: 'Approvals',
      glyph: Hand,
      count: view.open.filter((request) => request.forMe).length,
    },
    { href: page.devices(), label: 'Devices', glyph: Cpu },
  ]
  return (
    <nav
      aria-label="Main"
      className="no-print fixed inset-x-0 bottom-0 z-30 border-t bg-card pb-[env(safe-area-inset-bottom)] md:static md:w-14 md:shrink-0 md:border-t-0 md:border-r md:pb-0 lg:w-56"
    >
      <div className="md:sticky md:top-0">
        <Link
          href={page.fleet()}
          className="flex h-12 items-center gap-2.5 border-b px-4 font-semibold text-form max-md:hidden md:max-lg:justify-center md:max-lg:px-0"
        >
          <Logo className="size-5 text-run-text" />
          <span className="max-lg:sr-only">Wavegate</span>
        </Link>
        <ul className="grid grid-cols-4 md:flex md:flex-col md:gap-0.5 md:p-2">
          {items.map((item) => (
            <RailItem key={item.href} item={item} here={isHere(pathname, item.href)} />
          ))}
        </ul>
      </div>
    </nav>
  )
}

function RailItem({ item: { href, label, glyph: Glyph, count = 0 }, here }: { item: Item; here: boolean }) {
  return (
    <li>
      <Link
        href={href}
        aria-current={here ? 'page' : undefined}
        aria-label={count > 0 ? `${label}, ${count} for you` : label}
        title={label}
        className={cn(
          'relative flex h-14 flex-col items-center justify-center gap-0.5 rounded-control text-micro text-muted transition-colors duration-100 hover:text-text md:h-9 md:flex-row md:px-0 lg:justify-start lg:gap-2.5 lg:px-2.5 lg:text-body',
          'md:hover:bg-sunken',
          here && 'font-medium text-text md:bg-sunken',
        )}
      >
        <Glyph aria-hidden className={cn('size-[18px] lg:size-4', here && 'text-run-text')} strokeWidth={1.75} />
        <span className="md:max-lg:hidden">{label}</span>
        {count > 0 && (
          <span
            aria-hidden
            className="pill absolute top-1.5 left-1/2 ml-1.5 flex h-4 min-w-4 items-center justify-center rounded-chip bg-wait-soft px-1 font-semibold text-micro text-wait-text md:top-0.5 lg:static lg:ml-auto lg:h-5 lg:min-w-5"
          >
            {count}
          </span>
        )}
      </Link>
    </li>
  )
}

function isHere(pathname: string, href: string): boolean {
  return href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`)
}
