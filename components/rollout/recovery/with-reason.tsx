'use client'

import { useState } from 'react'
import type { ActPermission } from '../../../server/protocol/views/person.ts'
import { useReach } from '../../live/live-context.ts'
import { useAct } from '../../live/use-act.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/field.tsx'

const LEAST = 10

type Props = { path: string; may: ActPermission; label: string; title: string; description: string; field: string }

/** An act that is not done without saying why. */
export function WithReason({ path, may, label, title, description, field }: Props) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const { send, busy } = useAct(path)
  const { unreachable } = useReach()
  return (
    <>
      <Button refused={may.allowed ? unreachable : may.because} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={title}
        description={description}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Leave it as it is</Button>
            <Button
              tone="primary"
              busy={busy}
              refused={reason.trim().length < LEAST ? 'Say why, in a sentence.' : null}
              onClick={async () => {
                const answer = await send({ reason })
                if (!answer.ok) return
                setOpen(false)
                setReason('')
              }}
            >
              {label}
            </Button>
          </>
        }
      >
        <TextArea
          label={field}
          hint="Kept in the audit and in the report, under your name."
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Dialog>
    </>
  )
}
