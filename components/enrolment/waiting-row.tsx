import type { WaitingDevice } from '../../server/protocol/views/lobby-view.ts'
import { Ago } from '../live/time.tsx'
import { count } from '../ui/numbers.ts'

type Props = { device: WaitingDevice; marked: boolean; onMark: (on: boolean) => void }

/** One device as it describes itself; the fingerprint is what a person compares with the device's own screen. */
export function WaitingRow({ device, marked, onMark }: Props) {
  const { fingerprint, deviceId, siteId, idTaken, hardwareType, architecture, memoryMb, address, because } = device
  return (
    <li>
      <label className="flex cursor-pointer items-start gap-3 px-4 py-3 hover:bg-sunken">
        <input
          type="checkbox"
          checked={marked}
          onChange={(event) => onMark(event.target.checked)}
          aria-label={`Choose ${deviceId}`}
          className="mt-1 size-4 shrink-0 accent-primary"
        />
        <span className="grid min-w-0 flex-1 gap-x-6 gap-y-1 md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto]">
          <span className="min-w-0 break-words">
            <span className="font-medium">{deviceId}</span>
            <span className="block text-muted text-secondary">
              {siteId ? `says it is at ${siteId}` : 'names no site'}
            </span>
          </span>
          <span className="min-w-0">
            <span className="block break-all font-mono text-secondary">{fingerprint}</span>
            <span className="block text-muted text-secondary">
              {hardwareType}, {architecture}, {count(memoryMb)} MB · from {address}
            </span>
            <span className="block text-muted text-secondary">
              Waits because {because}.
              {idTaken && <span className="text-warn-text"> Its id is taken: give it another one.</span>}
            </span>
          </span>
          <span className="text-muted text-secondary md:text-right">
            <span className="block">
              heard <Ago at={device.lastSeenAt} />
            </span>
            <span className="block">
              first <Ago at={device.firstSeenAt} />
            </span>
          </span>
        </span>
      </label>
    </li>
  )
}
