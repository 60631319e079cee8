'use client'

import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import type { DeviceRegistryView, DiscrepancyView } from '../../server/protocol/views/registry-view.ts'
import { At } from '../live/time.tsx'
import { useAct } from '../live/use-act.ts'
import { useView } from '../live/use-view.ts'
import { api, room } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { TextArea } from '../ui/field.tsx'
import { Popover } from '../ui/popover.tsx'
import { Strip } from '../ui/strip.tsx'
import { registrySchema } from './schema.ts'

/** where the device contradicts the registry. Nothing is deployed to it until this is resolved. */
export function Disputes({ initial }: { initial: DeviceRegistryView }) {
  const { id } = initial
  const { view } = useView({ room: room.device(id), path: api.deviceRegistry(id), schema: registrySchema, initial })
  const open = view.discrepancies.filter(({ resolved }) => resolved === null)
  const refused = view.may.allowed ? null : view.may.because
  return open.map((one) => (
    <Strip
      key={one.id}
      tone="warn"
      glyph={TriangleAlert}
      title={`${one.sentence} The device is trusted.`}
      className="flex-wrap"
      act={<Resolve device={id} one={one} refused={refused} />}
    >
      Nothing is deployed to it until somebody has looked. Seen <At at={one.seenAt} seconds={false} />.
    </Strip>
  ))
}

type Props = { device: string; one: DiscrepancyView; refused: string | null }

function Resolve({ device, one, refused }: Props) {
  const { send, busy } = useAct(api.resolveDiscrepancy(device, one.id))
  const resolve = async (resolution: 'accept' | 'device-broken', reason = '') => {
    const answer = await send({ resolution, reason })
    if (answer.ok)
      toast.success(resolution === 'accept' ? 'The device’s word is accepted.' : 'The device is set aside.')
  }
  return (
    <div className="flex flex-wrap gap-2">
      <Button busy={busy} refused={refused} onClick={() => void resolve('accept')}>
        Accept what it says
      </Button>
      <SetAside refused={refused} busy={busy} onSet={(reason) => void resolve('device-broken', reason)} />
    </div>
  )
}

function SetAside({
  refused,
  busy,
  onSet,
}: {
  refused: string | null
  busy: boolean
  onSet: (reason: string) => void
}) {
  const [reason, setReason] = useState('')
  const trigger = (
    <Button tone="ghost" refused={refused}>
      It is broken …
    </Button>
  )
  if (refused) return trigger
  return (
    <Popover trigger={trigger} label="Set the device aside">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          onSet(reason)
        }}
      >
        <p className="text-secondary">
          The registry was right, the device is not. It is quarantined: no rollout touches it until somebody releases
          it.
        </p>
        <TextArea label="What is wrong with it" value={reason} onChange={(event) => setReason(event.target.value)} />
        <Button type="submit" tone="danger" busy={busy} refused={reason.trim() ? null : 'Say what is wrong with it.'}>
          Quarantine 1 device
        </Button>
      </form>
    </Popover>
  )
}
