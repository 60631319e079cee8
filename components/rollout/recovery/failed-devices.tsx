'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import type { FailedDevice } from '../../../server/protocol/views/recovery-view.ts'
import { readView } from '../../live/api.ts'
import { api, page, room } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { plural } from '../../ui/numbers.ts'
import { Skeleton } from '../../ui/skeleton.tsx'

const schema = async () => (await import('../../../server/protocol/views/recovery-view.ts')).FailureLogsView

/** what each failed device said last; read when somebody asks, and again whenever the rollout changes. */
export function FailedDevices({ id }: { id: string }) {
  const [shown, setShown] = useState(false)
  return (
    <div className="border-t">
      <div className="px-4 py-2">
        <Button size="compact" tone="ghost" className="-ml-2.5" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {shown ? 'Hide the logs of failed devices' : 'Show the logs of failed devices'}
        </Button>
      </div>
      {shown && <Logs id={id} />}
    </div>
  )
}

function Logs({ id }: { id: string }) {
  const { data, error } = useQuery({
    queryKey: [room.rollout(id), api.failureLogs(id)],
    queryFn: ({ signal }) => readView(api.failureLogs(id), schema, signal),
  })
  if (error) return <p className="px-4 pb-4 text-muted">{error.message}</p>
  if (!data)
    return (
      <div className="px-4 pb-4">
        <Skeleton className="h-24" />
      </div>
    )
  if (data.devices.length === 0)
    return <p className="px-4 pb-4 text-muted">No device failed by itself: what they measured crossed the rail.</p>
  return (
    <>
      <ul className="divide-y border-t">
        {data.devices.map((device) => (
          <Device key={device.deviceId} device={device} />
        ))}
      </ul>
      {data.leftOut > 0 && (
        <p className="border-t px-4 py-2 text-muted">
          {plural(data.leftOut, 'more device')} failed; each has its logs on its page.
        </p>
      )}
    </>
  )
}

function Device({ device: { deviceId, name, reason, detail, lines, owed } }: { device: FailedDevice }) {
  return (
    <li className="px-4 py-2.5">
      <p className="break-words">
        <Link href={page.device(deviceId)} className="rounded-mark font-medium hover:underline">
          {name}
        </Link>{' '}
        <span className="font-mono text-secondary">{reason}</span>
        <span className="text-muted text-secondary"> {detail}</span>
      </p>
      {owed ? (
        <p className="text-secondary text-warn-text">Logs owed. {owed}</p>
      ) : (
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label={`Last words of ${name}`}
          className="mt-1 max-h-60 overflow-auto rounded-control bg-sunken px-3 py-2"
        >
          <pre className="font-mono text-micro leading-5">{lines.join('\n')}</pre>
        </section>
      )}
    </li>
  )
}
