import { GitCompareArrows, ShieldAlert, WifiOff } from 'lucide-react'
import Link from 'next/link'
import type { DeviceRow } from '../../../server/protocol/views/devices-view.ts'
import { Ago } from '../../live/time.tsx'
import { page } from '../../paths.ts'
import { DeviceStatePill } from '../../status/device-state-pill.tsx'
import { LayerPill } from '../../status/layer-pill.tsx'
import { LayerPips } from '../../status/layer-pips.tsx'
import { Pill } from '../../status/pill.tsx'
import type { ColumnKey } from './columns.ts'

export function Name({ device, moved }: { device: DeviceRow; moved: boolean }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <Link href={page.device(device.id)} className="min-w-0 truncate rounded-mark font-medium hover:underline">
        {device.name}
      </Link>
      {device.quarantined && (
        <ShieldAlert role="img" aria-label="Quarantined" className="size-3.5 shrink-0 text-fail-text" strokeWidth={2} />
      )}
      {moved && <span className="shrink-0 text-muted text-secondary">moved</span>}
    </span>
  )
}

export function Cell({ column, device }: { column: ColumnKey; device: DeviceRow }) {
  switch (column) {
    case 'status':
      return <HealthOf device={device} />
    case 'layers':
      return <LayerPips layers={device.layers} />
    case 'site':
      return <span title={`${device.site}, ${device.region}`}>{device.site}</span>
    case 'type':
      return device.hardwareType
    case 'running':
      return <Versions device={device} />
    case 'drift':
      return device.drifted ? <Drift kinds={device.drift} /> : <Nothing />
    case 'rollout':
      return device.rollout ? (
        <Link href={page.rollout(device.rollout.id)} title={device.rollout.name} className="rounded-chip">
          <DeviceStatePill state={device.rollout.state} />
        </Link>
      ) : (
        <Nothing />
      )
    case 'seen':
      return <span className="text-muted">{device.lastSeenAt === null ? 'Never' : <Ago at={device.lastSeenAt} />}</span>
    case 'labels':
      return <Labels device={device} />
    default:
      return column satisfies never
  }
}

/** The same device on a phone: two lines, nothing to scroll sideways for. */
export function PhoneRow({ device, moved }: { device: DeviceRow; moved: boolean }) {
  return (
    <td className="flex h-full flex-col justify-center gap-1">
      <div className="flex items-center justify-between gap-2">
        <Name device={device} moved={moved} />
        <HealthOf device={device} />
      </div>
      <p className="flex items-center justify-between gap-3 text-secondary">
        <span className="min-w-0 truncate text-muted">
          {device.site} · {device.hardwareType}
        </span>
        <span className="flex shrink-0 items-center gap-1.5">
          {device.drifted && <Drift kinds={device.drift} />}
          <Versions device={device} />
        </span>
      </p>
    </td>
  )
}

function HealthOf({ device }: { device: DeviceRow }) {
  if (device.online) return <LayerPill status={device.status} />
  return (
    <Pill tone="off" glyph={WifiOff}>
      {device.lastSeenAt === null ? 'Never seen' : 'Offline'}
    </Pill>
  )
}

function Versions({ device }: { device: DeviceRow }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className="value font-mono text-secondary">{device.running ?? '–'}</span>
      {device.desired && device.desired !== device.running && (
        <span className="font-mono text-muted text-secondary">→ {device.desired}</span>
      )}
    </span>
  )
}

function Drift({ kinds }: { kinds: readonly string[] }) {
  return (
    <span
      title={`Differs in ${kinds.join(', ')}`}
      className="inline-flex items-center gap-1 text-drift-text text-secondary"
    >
      <GitCompareArrows aria-hidden className="size-3.5 shrink-0" strokeWidth={1.75} />
      {kinds.length === 1 ? kinds[0] : `${kinds.length} kinds`}
    </span>
  )
}

function Labels({ device }: { device: DeviceRow }) {
  const text = [...device.groups, ...Object.entries(device.labels).map(([key, value]) => `${key}=${value}`)].join(', ')
  return text === '' ? (
    <Nothing />
  ) : (
    <span title={text} className="text-secondary">
      {text}
    </span>
  )
}

const Nothing = () => <span className="text-muted">–</span>
