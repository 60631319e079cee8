'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import type { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { useReader } from '../../live/use-view.ts'
import { api, page } from '../../paths.ts'
import { plural } from '../../ui/numbers.ts'
import { Table, Td, Th } from '../../ui/table.tsx'

const schema = async () => (await import('../../../server/protocol/views/devices-view.ts')).DevicesView
const AT_ONCE = 8

type Props = { where: string; matched: number | null; preview: PlanPreview | null }

/** A look at who is meant, before anything is computed of them. Read only when somebody opens it. */
export function Peek({ where, matched, preview }: Props) {
  const [open, setOpen] = useState(false)
  const read = useReader()
  const list = useQuery({
    queryKey: ['peek', where],
    queryFn: ({ signal }) => read(api.devices({ where, sort: 'name' }), schema, signal),
    enabled: open,
  })
  const devices = list.data?.devices.slice(0, AT_ONCE) ?? []
  const places = placesIn(preview)
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="inline-flex min-h-6 cursor-pointer items-center rounded-mark text-run-text">
        {matched === null ? 'Look at the devices' : `Look at the first of ${plural(matched, 'device')}`}
      </summary>
      {list.error && <p className="mt-2 text-fail-text">{list.error.message}</p>}
      {devices.length > 0 && (
        <div className="-mx-4 mt-2">
          <Table label="First devices that match">
            <thead>
              <tr>
                <Th>Device</Th>
                <Th>Site</Th>
                <Th>Hardware</Th>
                <Th>Runs</Th>
                <Th>Goes in</Th>
              </tr>
            </thead>
            <tbody>
              {devices.map((device) => (
                <tr key={device.id}>
                  <Td>
                    <Link href={page.device(device.id)} className="rounded-mark font-medium hover:underline">
                      {device.name}
                    </Link>
                    {!device.online && <span className="text-muted text-secondary"> · offline</span>}
                  </Td>
                  <Td>{device.site}</Td>
                  <Td className="font-mono text-secondary">{device.hardwareType}</Td>
                  <Td className="font-mono text-secondary">{device.running ?? 'never said'}</Td>
                  <Td className="text-muted">{places.get(device.id) ?? unplaced(preview)}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      )}
      <p className="mt-2">
        <Link href={page.devices(where)} className="rounded-mark text-run-text underline">
          Open all of them in the list of devices
        </Link>
      </p>
    </details>
  )
}

/** Who stands where in a large fleet is not told with every change; who is left out is. */
function unplaced(preview: PlanPreview | null): string {
  if (!preview) return 'Choose a release'
  return preview.plan.order.length === 0 ? 'One of the waves' : 'Left out'
}

function placesIn(preview: PlanPreview | null): Map<string, string> {
  if (!preview) return new Map()
  const { order, waves, excluded } = preview.plan
  return new Map([
    ...order.map(({ deviceId, wave }) => [deviceId, waves[wave]?.label ?? `Wave ${wave}`] as const),
    ...excluded.map(({ deviceId, because }) => [deviceId, `Left out: ${because}`] as const),
  ])
}
