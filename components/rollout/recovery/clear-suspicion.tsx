'use client'

import { useState } from 'react'
import type { DegradationCause } from '../../../server/protocol/root-cause.ts'
import type { ActPermission } from '../../../server/protocol/views/person.ts'
import type { RolloutView } from '../../../server/protocol/views/rollout-view.ts'
import { useReach } from '../../live/live-context.ts'
import { useAct } from '../../live/use-act.ts'
import { api } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { inputClass, TextArea } from '../../ui/field.tsx'
import { DEGRADATION } from './cause.ts'

const LEAST = 10

/** what it was, in a person's words, before anything more is let through. */
export function ClearSuspicion({ view, may }: { view: RolloutView; may: ActPermission }) {
  const [open, setOpen] = useState(false)
  const [cause, setCause] = useState<DegradationCause>('none')
  const [reason, setReason] = useState('')
  const { send, busy } = useAct(api.recoveryAct(view.id, 'clear-suspicion'))
  const { unreachable } = useReach()
  return (
    <>
      <Button refused={may.allowed ? unreachable : may.because} onClick={() => setOpen(true)}>
        Clear it
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Was it a degradation?"
        description="Look at the charts below first. If it goes on, roll back instead of clearing it."
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Not known yet</Button>
            <Button
              tone="primary"
              busy={busy}
              refused={reason.trim().length < LEAST ? 'Say what was seen, in a sentence.' : null}
              onClick={async () => {
                const answer = await send({ cause, reason })
                if (!answer.ok) return
                setOpen(false)
                setReason('')
              }}
            >
              Clear it
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <label className="flex flex-col gap-1.5">
            <span className="font-medium">What it was</span>
            <select
              value={cause}
              onChange={(event) => setCause(event.target.value as DegradationCause)}
              className={inputClass}
            >
              {Object.entries(DEGRADATION).map(([key, label]) => (
                <option key={key} value={key}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          <TextArea
            label="What was seen"
            hint="Kept in the audit and in the report, under your name."
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
      </Dialog>
    </>
  )
}
