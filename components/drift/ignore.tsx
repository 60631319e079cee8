'use client'

import { useState } from 'react'
import type { DriftGroup } from '../../server/protocol/views/drift-view.ts'
import { useAct } from '../live/use-act.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Popover } from '../ui/popover.tsx'

type Props = { group: DriftGroup; personName: string; refused: string | null }

/** A difference that is known and wanted for a while: with an owner, a reason and an end. */
export function Ignore({ group, personName, refused }: Props) {
  const [open, setOpen] = useState(false)
  const [days, setDays] = useState('7')
  const [reason, setReason] = useState('')
  const { send, busy } = useAct(api.driftRules())
  const trigger = (
    <Button tone="ghost" refused={refused}>
      Ignore…
    </Button>
  )
  if (refused) return trigger
  const number = Number(days)
  const wrongDays = Number.isInteger(number) && number >= 1 && number <= 365 ? null : 'From 1 to 365 days.'
  const missing = wrongDays ?? (reason.trim() ? null : 'Say why it may stay.')
  return (
    <Popover label={`Ignore ${group.key}`} open={open} onOpenChange={setOpen} trigger={trigger}>
      <p className="font-medium">
        Leave <code className="font-mono break-all">{group.key}</code> as it is, on every device.
      </p>
      <p className="mt-1 mb-3 text-muted">It is listed apart until then, with your name, and comes back by itself.</p>
      <div className="flex flex-col gap-3">
        <TextField
          label="Days"
          inputMode="numeric"
          value={days}
          error={wrongDays}
          onChange={(event) => setDays(event.target.value)}
        />
        <TextField label="Why" maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      </div>
      <div className="mt-4 flex justify-end">
        <Button
          tone="primary"
          busy={busy}
          refused={missing}
          onClick={async () => {
            const rule = { kind: group.kind, keyPattern: group.key, action: 'ignore' }
            const answer = await send({ ...rule, owner: personName, reason, expiresInDays: number })
            if (answer.ok) setOpen(false)
          }}
        >
          {wrongDays ? 'Ignore' : `Ignore for ${number} ${number === 1 ? 'day' : 'days'}`}
        </Button>
      </div>
    </Popover>
  )
}
