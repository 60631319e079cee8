'use client'

import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { RolloutView } from '../../../server/protocol/views/rollout-view.ts'
import { useAct } from '../../live/use-act.ts'
import { api } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/field.tsx'
import { plural } from '../../ui/numbers.ts'
import { exposedDevices } from './exposed.ts'

export function RollBack({ view, refused }: { view: RolloutView; refused: string | null }) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const { send, busy } = useAct(api.rolloutAct(view.id, 'roll-back'))
  const exposed = exposedDevices(view.counts)
  return (
    <>
      <Button tone="quiet-danger" refused={refused} onClick={() => setOpen(true)}>
        <Undo2 aria-hidden className="size-4 max-md:hidden" strokeWidth={1.75} />
        Roll back
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Roll back ${view.name}`}
        description={`${plural(exposed, 'device')} go back to the slot they came from. No transfer is needed; it takes seconds a device.`}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Leave it running</Button>
            <Button
              tone="danger"
              busy={busy}
              onClick={async () => {
                const answer = await send({ reason })
                if (answer.ok) setOpen(false)
              }}
            >
              Roll back {plural(exposed, 'device')}
            </Button>
          </>
        }
      >
        <ul className="mb-4 list-disc space-y-1 pl-4 text-muted">
          <li>
            From {view.to.version} to what each device ran before (
            {view.from.map((snapshot) => snapshot.version).join(', ')}).
          </li>
          <li>Afterwards they are measured, to prove that it helped.</li>
          <li>Offline devices follow when they return.</li>
        </ul>
        <TextArea
          label="Why"
          hint="Optional. Kept in the audit and in the report."
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Dialog>
    </>
  )
}
