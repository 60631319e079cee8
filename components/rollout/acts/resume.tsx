'use client'

import { Play } from 'lucide-react'
import { useState } from 'react'
import type { RolloutView } from '../../../server/protocol/views/rollout-view.ts'
import { useAct } from '../../live/use-act.ts'
import { api } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/field.tsx'

/** Going on exposes devices again, so it asks once and says what follows. */
export function Resume({ view, refused }: { view: RolloutView; refused: string | null }) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const { send, busy } = useAct(api.rolloutAct(view.id, 'resume'))
  return (
    <>
      <Button tone="primary" refused={refused} onClick={() => setOpen(true)}>
        <Play aria-hidden className="size-4" strokeWidth={1.75} />
        Resume
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Resume ${view.name}`}
        description={consequence(view)}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Keep it stopped</Button>
            <Button
              tone="primary"
              busy={busy}
              onClick={async () => {
                const answer = await send({ reason })
                if (answer.ok) setOpen(false)
              }}
            >
              Resume rollout
            </Button>
          </>
        }
      >
        <TextArea
          label="Why it may go on"
          hint="Optional. Kept in the audit."
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Dialog>
    </>
  )
}

function consequence(view: RolloutView): string {
  if (view.queue?.changed)
    return 'It is planned again. If it comes out as it was decided about, it takes its place in the queue; if not, nothing is touched and it says why.'
  if (view.state.phase !== 'halted')
    return 'It goes on from where it was stopped. Waves follow by themselves while their gates pass.'
  switch (view.state.resume) {
    case 'soak-again':
      return 'The wave soaks once more and its gate is read again. Nothing new is exposed before that.'
    case 'ask-again':
      return 'Approval is asked for again. Nothing new is exposed before it is given.'
    case 'drill-again':
      return 'The rollback drill is tried again on a device of the canary that is well. Nothing else is exposed before it is done.'
    case 'nothing':
      return 'Nothing is left to go on with; look at the devices first.'
    default:
      return view.state.resume satisfies never
  }
}
