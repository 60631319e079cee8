'use client'

import { useState } from 'react'
import type { IdentityView } from '../../server/protocol/views/identity-view.ts'
import { AgentLine } from '../live/agent-line.tsx'
import { useAct } from '../live/use-act.ts'
import { useRefusal } from '../live/use-refusal.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'

/** Revoke or readmit with a reason; change the key, or the hardware, while the identity stays. */
export function IdentityActs({ view: { deviceId, revoked, acts } }: { view: IdentityView }) {
  const reasonOf = useRefusal()
  const [reason, setReason] = useState('')
  const [token, setToken] = useState<string | null>(null)
  const cut = useAct(api.identityAct(deviceId, revoked ? 'readmit' : 'revoke'))
  const key = useAct(api.identityAct(deviceId, 'change-key'))
  const replacement = useAct(api.identityAct(deviceId, 'replacement'))
  const forbidden = reasonOf(revoked ? acts.readmit : acts.revoke)

  async function replace(): Promise<void> {
    const answer = await replacement.send({})
    if (!answer.ok) return
    const { EnrolmentTokenCreated } = await import('../../server/protocol/commands/create-enrolment-token.ts')
    setToken(EnrolmentTokenCreated.parse(answer.value).token)
  }

  return (
    <>
      <div className="mt-4 flex flex-wrap items-end justify-between gap-4">
        <div className="flex flex-wrap gap-2">
          <Button busy={key.busy} refused={reasonOf(acts.changeKey)} onClick={() => void key.send({})}>
            Change the key
          </Button>
          <Button busy={replacement.busy} refused={reasonOf(acts.replace)} onClick={() => void replace()}>
            Replace the hardware
          </Button>
        </div>
        <form
          className="flex flex-wrap items-end gap-2"
          onSubmit={async (event) => {
            event.preventDefault()
            if (reason.trim() && (await cut.send({ reason })).ok) setReason('')
          }}
        >
          <TextField
            label={revoked ? 'Why it is let in again' : 'Why it is cut off'}
            placeholder={revoked ? 'found again' : 'stolen'}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <Button
            tone={revoked ? 'secondary' : 'quiet-danger'}
            type="submit"
            busy={cut.busy}
            refused={forbidden ?? (reason.trim() ? null : 'Say why: it is told to the device and kept in the audit.')}
          >
            {revoked ? 'Readmit' : 'Revoke'}
          </Button>
        </form>
      </div>
      {token !== null && (
        <div role="status" className="mt-4 flex flex-col gap-2 border-t pt-4">
          <p>
            <strong>Shown once, good for 24 hours.</strong> The hardware that runs this line becomes {deviceId}; the key
            of the old one is retired.
          </p>
          <AgentLine token={token} />
        </div>
      )}
    </>
  )
}
