import { GitCompareArrows, WifiOff } from 'lucide-react'
import Link from 'next/link'
import type { DeviceRow } from '../../server/protocol/views/device-view.ts'
import { Ago } from '../live/time.tsx'
import { page } from '../paths.ts'
import { DeviceStatePill } from '../status/device-state-pill.tsx'
import { LayerPill } from '../status/layer-pill.tsx'
import { LayerPips } from '../status/layer-pips.tsx'
import { Pill } from '../status/pill.tsx'
import { Table, Td, Th } from '../ui/table.tsx'

export function DeviceList({ devices }: { devices: readonly DeviceRow[] }) {
  return (
    <>
      <div className="max-md:hidden">
        <Table label="Devices">
          <thead>
            <tr>
              <Th>Device</Th>
              <Th>Health</Th>
              <Th>Layers</Th>
              <Th>Site</Th>
              <Th>Hardware</Th>
              <Th>Running</Th>
              <Th>Rollout</Th>
              <Th>Last seen</Th>
            </tr>
          </thead>
          <tbody>
            {devices.map((device) => (
              <tr key={device.id} className="whitespace-nowrap hover:bg-bg">
                <Td>
                  <Link href={page.device(device.id)} className="rounded-mark font-medium hover:underline">
                    {device.name}
                  </Link>
                </Td>
                <Td>
                  <HealthOf device={device} />
                </Td>
                <Td>
                  <LayerPips layers={device.layers} />
                </Td>
                <Td>{device.site}</Td>
                <Td>{device.hardwareType}</Td>
                <Td>
                  <Versions device={device} />
                </Td>
                <Td>
                  {device.rollout ? (
                    <Link href={page.rollout(device.rollout.id)} title={device.rollout.name} className="rounded-chip">
                      <DeviceStatePill state={device.rollout.state} />
                    </Link>
                  ) : (
                    <span className="text-muted">–</span>
                  )}
                </Td>
                <Td className="text-muted">{device.lastSeenAt === null ? 'Never' : <Ago at={device.lastSeenAt} />}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      <ul aria-label="Devices" className="divide-y md:hidden">
        {devices.map((device) => (
          <li key={device.id} className="px-4 py-3">
            <div className="flex items-center justify-between gap-2">
              <Link href={page.device(device.id)} className="min-w-0 truncate rounded-mark py-1 font-medium">
                {device.name}
              </Link>
              <HealthOf device={device} />
            </div>
            <p className="text-muted text-secondary">
              {device.site} · {device.hardwareType}
            </p>
            <p className="mt-1 flex items-center justify-between gap-2 text-secondary">
              <Versions device={device} />
              <span className="text-muted">
                {device.lastSeenAt === null ? 'Never seen' : <Ago at={device.lastSeenAt} />}
              </span>
            </p>
          </li>
        ))}
      </ul>
    </>
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
      {device.drifted && (
        <span className="inline-flex items-center gap-1 text-drift-text text-secondary">
          <GitCompareArrows aria-hidden className="size-3.5" strokeWidth={1.75} />
          Drift
        </span>
      )}
    </span>
  )
}
