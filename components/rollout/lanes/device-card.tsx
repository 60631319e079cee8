import Link from 'next/link'
import type { DeviceState } from '../../../server/protocol/device-state.ts'
import type { RolloutDevicesView } from '../../../server/protocol/views/rollout-view.ts'
import { Ago } from '../../live/time.tsx'
import { Why } from '../../live/why.tsx'
import { page } from '../../paths.ts'
import { DeviceStatePill } from '../../status/device-state-pill.tsx'

type Props = { device: RolloutDevicesView['devices'][number]; state: DeviceState; left: number; top: number }

/** What a mark stands for. */
export function DeviceCard({ device, state, left, top }: Props) {
  return (
    <div
      className="appear absolute z-10 w-[272px] rounded-card border bg-card p-3 shadow-[0_8px_24px_rgb(0_0_0/0.16)]"
      style={{ left, top }}
    >
      <div className="flex items-center justify-between gap-2">
        <Link href={page.device(device.id)} className="min-w-0 truncate rounded-mark font-semibold hover:underline">
          {device.name}
        </Link>
        <DeviceStatePill state={state} />
      </div>
      <p className="mt-1 text-muted text-secondary">
        {device.site} · {device.hardwareType}
        {device.running && (
          <>
            {' · '}
            <span className="font-mono">{device.running}</span>
          </>
        )}
      </p>
      {device.because && !device.why?.sentence.startsWith(device.because) && (
        <p className="mt-2 text-secondary">{device.because}</p>
      )}
      {device.why && (
        <p className="mt-2 text-secondary">
          <Why why={device.why} />
        </p>
      )}
      {device.canaryBecause && <p className="mt-1 text-muted text-secondary">Canary: {device.canaryBecause}</p>}
      <p className="mt-2 text-muted text-secondary">
        {device.online ? 'Online' : 'Offline'}
        {device.lastSeenAt !== null && (
          <>
            {', seen '}
            <Ago at={device.lastSeenAt} />
          </>
        )}
      </p>
    </div>
  )
}
