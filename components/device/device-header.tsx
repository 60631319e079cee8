import { Wifi, WifiOff } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { DeviceRow } from '../../server/protocol/views/devices-view.ts'
import { Ago, At } from '../live/time.tsx'
import { page } from '../paths.ts'
import { DeviceStatePill } from '../status/device-state-pill.tsx'
import { LayerPill } from '../status/layer-pill.tsx'
import { Copy } from '../ui/copy.tsx'

type Props = {
  row: DeviceRow
  /** since when its health is what it is */
  since: number | null
  acts: ReactNode
}

export function DeviceHeader({ row, since, acts }: Props) {
  const Glyph = row.online ? Wifi : WifiOff
  return (
    <header>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="font-semibold text-page">{row.name}</h1>
        <LayerPill status={row.online ? row.status : 'unknown'} />
        {row.online && since !== null && (
          <span className="text-muted">
            since <At at={since} seconds={false} />
          </span>
        )}
        <span className="inline-flex items-center gap-1.5 text-muted">
          <Glyph aria-hidden className="size-4" strokeWidth={1.75} />
          {row.online ? 'Online' : 'Offline'}
          {row.lastSeenAt === null ? (
            ', never seen'
          ) : (
            <>
              , seen <Ago at={row.lastSeenAt} />
            </>
          )}
        </span>
        <div className="ml-auto flex items-center gap-2">{acts}</div>
      </div>
      <p className="mt-1 flex flex-wrap items-center gap-x-3 md:gap-x-2 gap-y-1 text-muted text-secondary">
        <span>
          {row.site}, {row.region}
        </span>
        <span aria-hidden className="max-md:hidden">
          ·
        </span>
        <span>{row.hardwareType}</span>
        <span aria-hidden className="max-md:hidden">
          ·
        </span>
        <span className="inline-flex items-center gap-0.5">
          <span className="font-mono">{row.id}</span>
          <Copy text={row.id} label="Copy the device id" />
        </span>
        {row.rollout && (
          <>
            <span aria-hidden className="max-md:hidden">
              ·
            </span>
            <Link
              href={page.rollout(row.rollout.id)}
              className="inline-flex items-center gap-2 rounded-chip text-text hover:underline"
            >
              {row.rollout.name}, {row.rollout.wave === 0 ? 'canary' : `wave ${row.rollout.wave}`}
              <DeviceStatePill state={row.rollout.state} />
            </Link>
          </>
        )}
      </p>
    </header>
  )
}
