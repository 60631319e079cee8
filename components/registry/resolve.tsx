'use client'

import { useState } from 'react'
import { toast } from 'sonner'
import type { DiscrepancyView } from '../../server/protocol/views/registry-view.ts'
import { useAct } from '../live/use-act.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { TextArea } from '../ui/field.tsx'
import { Popover } from '../ui/popover.tsx'

type Props = { device: string; one: Pick<DiscrepancyView, 'id' | 'kind'>; refused: string | null }

/** A person takes the device at its word, or sets it aside as broken. */
export function Resolve({ device, one, refused }: Props) {
  const { send, busy } = useAct(api.resolveDiscrepancy(device, one.id))
  const resolve = async (resolution: 'accept' | 'device-broken', reason = '') => {
    const answer = await send({ resolution, reason })
    if (answer.ok) toast.success(resolution === 'accept' ? 'It is resolved.' : 'The device is set aside.')
  }
  return (
    <div className="flex flex-wrap gap-2">
      <Button busy={busy} refused={refused} onClick={() => void resolve('accept')}>
        {one.kind === 'identity' ? 'Only one machine is left' : 'Accept what it says'}
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
