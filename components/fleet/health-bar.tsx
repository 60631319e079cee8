import { WifiOff } from 'lucide-react'
import Link from 'next/link'
import type { FleetView } from '../../server/protocol/views/fleet-view.ts'
import { page } from '../paths.ts'
import { LAYER_STATUS } from '../status/layer-status.ts'
import { TEXT } from '../status/tone.ts'
import { cn } from '../ui/cn.ts'
import { count, percentOf } from '../ui/numbers.ts'

const SHARES = [
  { key: 'healthy', fill: 'bg-ok' },
  { key: 'degraded', fill: 'bg-warn' },
  { key: 'unhealthy', fill: 'bg-fail' },
  { key: 'unknown', fill: 'bg-off striped' },
  { key: 'offline', fill: 'border border-dashed border-off bg-transparent' },
] as const

const OFFLINE = { label: 'Offline', glyph: WifiOff, tone: 'off' } as const

/** The whole fleet in one line. Every share and every number opens the devices it counts. */
export function HealthBar({ devices, counts }: Pick<FleetView, 'devices' | 'counts'>) {
  return (
    <section aria-label="Health of the fleet" className="rounded-card border bg-card px-4 pt-3 pb-4">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 md:flex md:flex-wrap md:items-end md:gap-x-8">
        <div className="max-md:col-span-2">
          <dt className="text-muted text-secondary">Devices</dt>
          <dd>
            <Link href={page.devices()} className="value rounded-mark font-semibold text-number hover:underline">
              {count(devices)}
            </Link>
          </dd>
        </div>
        {SHARES.map((share) => (
          <Share key={share.key} share={share.key} value={counts[share.key]} of={devices} />
        ))}
      </dl>
      <div aria-hidden className="mark mt-3 flex h-2.5 gap-px overflow-hidden rounded-mark">
        {SHARES.filter((share) => counts[share.key] > 0).map((share) => (
          <Link
            key={share.key}
            tabIndex={-1}
            href={page.devices(`status:${share.key}`)}
            style={{ flexGrow: counts[share.key] }}
            className={cn('fill min-w-1 basis-0', share.fill)}
          />
        ))}
      </div>
    </section>
  )
}

function Share({ share, value, of }: { share: (typeof SHARES)[number]['key']; value: number; of: number }) {
  const { label, glyph: Glyph, tone } = share === 'offline' ? OFFLINE : LAYER_STATUS[share]
  return (
    <div className="min-w-[9ch]">
      <dt className={cn('flex items-center gap-1.5 text-secondary', value > 0 ? TEXT[tone] : 'text-muted')}>
        <Glyph aria-hidden className="size-3.5" strokeWidth={1.75} />
        {label}
      </dt>
      <dd className="flex items-baseline gap-1.5">
        <Link
          href={page.devices(`status:${share}`)}
          aria-label={`${label}: ${value} of ${of} devices`}
          className={cn('value rounded-mark font-semibold text-page hover:underline', value === 0 && 'text-muted')}
        >
          {count(value)}
        </Link>
        <span className="text-muted text-secondary">{percentOf(value, of)}</span>
      </dd>
    </div>
  )
}
