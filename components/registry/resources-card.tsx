'use client'

import { useState } from 'react'
import { toast } from 'sonner'
import type { DeviceRegistryView } from '../../server/protocol/views/registry-view.ts'
import { At } from '../live/time.tsx'
import { useAct } from '../live/use-act.ts'
import { useRefusal } from '../live/use-refusal.ts'
import { api } from '../paths.ts'
import { Pill } from '../status/pill.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { TextField } from '../ui/field.tsx'
import { Popover } from '../ui/popover.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { CALIBRATION } from './calibration.ts'

type Resource = DeviceRegistryView['resources'][number]

/** Controllers, cameras and sensors on the device, each with the state of its calibration. */
export function ResourcesCard({ view }: { view: DeviceRegistryView }) {
  const refusal = useRefusal()
  const refused = refusal(view.may)
  return (
    <Card title="Resources" acts={<AddResource device={view.id} refused={refused} />} flush>
      {view.resources.length === 0 ? (
        <p className="px-4 py-6 text-muted">No controller, camera or sensor is registered on this device.</p>
      ) : (
        <ul className="divide-y">
          {view.resources.map((resource) => (
            <Row key={resource.id} device={view.id} resource={resource} refused={refused} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Row({ device, resource, refused }: { device: string; resource: Resource; refused: string | null }) {
  const { calibration, calibratedUntil } = resource
  const { send, busy } = useAct(api.resource(device, resource.id), 'DELETE')
  const { label, tone, glyph } = CALIBRATION[calibration]
  const metadata = Object.entries(resource.metadata).map(([key, value]) => `${key}=${value}`)
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-52">
        <p className="font-medium">{resource.name}</p>
        <p className="break-words text-muted text-secondary">{[resource.kind, resource.id, ...metadata].join(' · ')}</p>
      </div>
      <div className="text-secondary">
        <Pill tone={tone} glyph={glyph}>
          {label}
        </Pill>
        {calibratedUntil !== null && (
          <p className="mt-0.5 text-muted">
            {calibration === 'due' ? 'since ' : 'until '}
            <At at={calibratedUntil} seconds={false} />
          </p>
        )}
      </div>
      <Button
        tone="ghost"
        busy={busy}
        refused={refused}
        aria-label={`Remove ${resource.name}`}
        onClick={async () => {
          if ((await send({})).ok) toast.success(`${resource.name} is removed.`)
        }}
      >
        Remove
      </Button>
    </li>
  )
}

const KINDS = [
  { key: 'controller', label: 'Controller' },
  { key: 'camera', label: 'Camera' },
  { key: 'sensor', label: 'Sensor' },
] as const

function AddResource({ device, refused }: { device: string; refused: string | null }) {
  const [open, setOpen] = useState(false)
  const [kind, setKind] = useState<(typeof KINDS)[number]['key']>('sensor')
  const [id, setId] = useState('')
  const [name, setName] = useState('')
  const [until, setUntil] = useState('')
  const { send, busy } = useAct(api.resources(device))
  const trigger = (
    <Button tone="ghost" refused={refused}>
      Add …
    </Button>
  )
  if (refused) return trigger
  const missing = id.trim() === '' ? 'Give it an id.' : name.trim() === '' ? 'Give it a name.' : null
  return (
    <Popover trigger={trigger} label="Add a resource" open={open} onOpenChange={setOpen}>
      <form
        className="flex flex-col gap-3"
        onSubmit={async (event) => {
          event.preventDefault()
          const calibratedUntil = until === '' ? null : Date.parse(until)
          if (missing || busy || !(await send({ id: id.trim(), kind, name, calibratedUntil })).ok) return
          toast.success(`${name} is registered.`)
          setOpen(false)
          setId('')
          setName('')
        }}
      >
        <Segmented label="Kind" value={kind} onChange={setKind} options={KINDS} />
        <TextField
          label="Id"
          value={id}
          onChange={(event) => setId(event.target.value)}
          hint="never changes, like lidar-1"
        />
        <TextField label="Name" value={name} onChange={(event) => setName(event.target.value)} />
        <TextField
          label="Calibrated until"
          type="date"
          value={until}
          onChange={(event) => setUntil(event.target.value)}
          hint="empty: unknown, or it needs none"
        />
        <Button type="submit" tone="primary" busy={busy} refused={missing}>
          Add it
        </Button>
      </form>
    </Popover>
  )
}
