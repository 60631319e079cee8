'use client'

import { type ReactNode, useState } from 'react'
import { useAct } from '../live/use-act.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Popover } from '../ui/popover.tsx'

type Props = {
  id: string
  act: 'block' | 'unblock' | 'deprecate' | 'reinstate'
  label: string
  danger?: boolean
  refused: string | null
  /** the consequence */
  children: ReactNode
}

/** What marks a release says why: whoever meets the release reads it. */
export function MarkRelease({ id, act, label, danger, refused, children }: Props) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const { send, busy } = useAct(api.releaseAct(id, act))
  const trigger = (
    <Button tone={danger ? 'quiet-danger' : 'secondary'} refused={refused}>
      {label}
    </Button>
  )
  if (refused) return trigger
  return (
    <Popover label={label} open={open} onOpenChange={setOpen} trigger={trigger}>
      <form
        className="flex flex-col gap-3"
        onSubmit={async (event) => {
          event.preventDefault()
          const answer = await send({ reason })
          if (!answer.ok) return
          setOpen(false)
          setReason('')
        }}
      >
        <p>{children}</p>
        <TextField
          label="Reason"
          required
          minLength={3}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <div className="flex justify-end">
          <Button type="submit" tone={danger ? 'danger' : 'primary'} busy={busy}>
            {label}
          </Button>
        </div>
      </form>
    </Popover>
  )
}
