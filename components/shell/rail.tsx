'use client'

import {
  Camera,
  Cpu,
  Ellipsis,
  GitCompareArrows,
  Hand,
  LayoutDashboard,
  type LucideIcon,
  Package,
  Rows3,
} from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ApprovalsView } from '../../server/protocol/views/approval-view.ts'
import type { DriftCountView } from '../../server/protocol/views/drift-count-view.ts'
import { useRoom, useView } from '../live/use-view.ts'
import { useWaiting } from '../live/waiting-context.ts'
import { api, page, room } from '../paths.ts'
import { cn } from '../ui/cn.ts'
import { Menu, MenuLink } from '../ui/menu.tsx'
import { count as inDigits } from '../ui/numbers.ts'
import { Logo } from './logo.tsx'

type Item = {
  href: string
  label: string
  glyph: LucideIcon
  count?: { of: number; means: string; ink: string }
}

const approvalsSchema = async () => (await import('../../server/protocol/views/approval-view.ts')).ApprovalsView
const driftSchema = async () => (await import('../../server/protocol/views/drift-count-view.ts')).DriftCountView

type Props = { approvals: ApprovalsView; drift: DriftCountView }

/** Left rail on a desk, icons on a tablet, a bar under the thumb on a phone: four entries there, the rest behind More. */
export function Rail(initial: Props) {
  const pathname = usePathname()
  const { first, rest } = useItems(initial)
  const below = rest.some((item) => isHere(pathname, item.href))
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
        <ul className="grid grid-cols-5 md:flex md:flex-col md:gap-0.5 md:p-2">
          {first.map((item) => (
            <RailItem key={item.href} item={item} here={isHere(pathname, item.href)} />
          ))}
          {rest.map((item) => (
            <RailItem key={item.href} item={item} here={isHere(pathname, item.href)} className="max-md:hidden" />
          ))}
          <li className="md:hidden">
            <More items={rest} pathname={pathname} here={below} />
          </li>
        </ul>
      </div>
    </nav>
  )
}

function useItems({ approvals, drift }: Props): { first: Item[]; rest: Item[] } {
  useRoom(room.approvals())
  useRoom(room.fleet())
  const { view: waiting } = useView({
    room: room.approvals(),
    path: api.approvals(),
    schema: approvalsSchema,
    initial: approvals,
  })
  const { view: drifted } = useView({ room: room.fleet(), path: api.driftCount(), schema: driftSchema, initial: drift })
  const { lobby } = useWaiting()
  const forMe = waiting.open.filter((request) => request.forMe).length
  return {
    first: [
      { href: page.fleet(), label: 'Fleet', glyph: LayoutDashboard },
      { href: page.rollouts(), label: 'Rollouts', glyph: Rows3 },
      {
        href: page.approvals(),
        label: 'Approvals',
        glyph: Hand,
        count: { of: forMe, means: `${forMe} for you`, ink: 'bg-wait-soft text-wait-text' },
      },
      {
        href: page.devices(),
        label: 'Devices',
        glyph: Cpu,
        count: { of: lobby, means: `${lobby} in the lobby`, ink: 'bg-wait-soft text-wait-text' },
      },
    ],
    rest: [
      {
        href: page.drift(),
        label: 'Drift',
        glyph: GitCompareArrows,
        count: {
          of: drifted.devices,
          means: `${drifted.devices} ${drifted.devices === 1 ? 'device' : 'devices'} drifted`,
          ink: 'bg-sunken text-drift-text',
        },
      },
      { href: page.snapshots(), label: 'Snapshots', glyph: Camera },
      { href: page.releases(), label: 'Releases', glyph: Package },
    ],
  }
}

const entryClass =
  'relative flex h-14 w-full flex-col items-center justify-center gap-0.5 rounded-control text-micro text-muted transition-colors duration-100 hover:text-text md:h-9 md:flex-row md:px-0 lg:justify-start lg:gap-2.5 lg:px-2.5 lg:text-body'
const glyphClass = 'size-[18px] lg:size-4'

function RailItem({ item, here, className }: { item: Item; here: boolean; className?: string }) {
  const { href, label, glyph: Glyph, count } = item
  return (
    <li className={className}>
      <Link
        href={href}
        aria-current={here ? 'page' : undefined}
        aria-label={labelOf(item)}
        title={label}
        className={cn(entryClass, 'md:hover:bg-sunken', here && 'font-medium text-text md:bg-sunken')}
      >
        <Glyph aria-hidden className={cn(glyphClass, here && 'text-run-text')} strokeWidth={1.75} />
        <span className="md:max-lg:hidden">{label}</span>
        {count && count.of > 0 && (
          <span
            aria-hidden
            className={cn(
              'pill absolute top-1.5 left-1/2 ml-1.5 flex h-4 min-w-4 items-center justify-center rounded-chip px-1 font-semibold text-micro md:top-0.5 lg:static lg:ml-auto lg:h-5 lg:min-w-5',
              count.ink,
            )}
          >
            {inDigits(count.of)}
          </span>
        )}
      </Link>
    </li>
  )
}

function More({ items, pathname, here }: { items: readonly Item[]; pathname: string; here: boolean }) {
  return (
    <Menu
      trigger={
        <button type="button" className={cn(entryClass, here && 'font-medium text-text')}>
          <Ellipsis aria-hidden className={cn(glyphClass, here && 'text-run-text')} strokeWidth={1.75} />
          More
        </button>
      }
    >
      {items.map((item) => (
        <MenuLink key={item.href} href={item.href} here={isHere(pathname, item.href)}>
          <item.glyph aria-hidden className="size-4 text-muted" strokeWidth={1.75} />
          {item.label}
          {item.count && item.count.of > 0 && (
            <span className="ml-auto text-muted text-secondary">{item.count.means}</span>
          )}
        </MenuLink>
      ))}
    </Menu>
  )
}

const labelOf = ({ label, count }: Item): string | undefined =>
  count && count.of > 0 ? `${label}, ${count.means}` : undefined

function isHere(pathname: string, href: string): boolean {
  if (href === '/') return pathname === '/'
  const under = (place: string) => pathname === place || pathname.startsWith(`${place}/`)
  // Sites are a tab of the devices, at an address of their own.
  return under(href) || (href === page.devices() && under(page.sites()))
}
