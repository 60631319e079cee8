'use client'

import { useState } from 'react'
import type { RolloutView } from '../../../server/protocol/views/rollout-view.ts'
import { At } from '../../live/time.tsx'
import { useAct } from '../../live/use-act.ts'
import { api } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/field.tsx'
import { duration } from '../../ui/numbers.ts'
import { Segmented } from '../../ui/segmented.tsx'

const DEMO_SECONDS = [15, 60, 300]
const SECONDS = [300, 900, 3600, 6 * 3600]

/** Only longer: the gate of the wave that soaks is read later, and its devices report every second until then. */
export function ExtendSoak({ view, refused }: { view: RolloutView; refused: string | null }) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const choices = view.demoPolicy ? DEMO_SECONDS : SECONDS
  const [seconds, setSeconds] = useState(choices[1] ?? 60)
  const { send, busy } = useAct(api.rolloutAct(view.id, 'extend-soak'))
  if (view.state.phase !== 'soaking') return null
  const { soakUntil } = view.state
  return (
    <>
      <Button refused={refused} onClick={() => setOpen(true)}>
        Extend soak
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Extend the soak"
        description="To confirm a trend or to clear it. Rails act all the while; nothing new is exposed before the gate is read."
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Leave it as it is</Button>
            <Button
              tone="primary"
              busy={busy}
              refused={reason.trim() ? null : 'Say why: it is kept in the audit and in the report.'}
              onClick={async () => {
                const answer = await send({ seconds, reason })
                if (!answer.ok) return
                setOpen(false)
                setReason('')
              }}
            >
              Soak {duration(seconds)} longer
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <Segmented
            label="By how much"
            value={String(seconds)}
            onChange={(next) => setSeconds(Number(next))}
            options={choices.map((choice) => ({ key: String(choice), label: duration(choice) }))}
          />
          <p className="text-muted">
            The gate is read at <At at={soakUntil + seconds * 1000} /> instead of <At at={soakUntil} />. Until then its
            devices report every second.
          </p>
          <TextArea
            label="Why it needs longer"
            placeholder="Memory climbs slowly on the canary"
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
      </Dialog>
    </>
  )
}
