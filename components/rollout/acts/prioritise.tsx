'use client'

import { useState } from 'react'
import { PRIORITIES, type Priority } from '../../../server/protocol/priority.ts'
import type { QueueView, RolloutView } from '../../../server/protocol/views/rollout-view.ts'
import { useReach } from '../../live/live-context.ts'
import { useAct } from '../../live/use-act.ts'
import { api } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Segmented } from '../../ui/segmented.tsx'

/** Sooner or later than others that wait; what has begun goes on. */
export function Prioritise({ view, queue }: { view: RolloutView; queue: QueueView }) {
  const [open, setOpen] = useState(false)
  const [priority, setPriority] = useState<Priority>(queue.priority)
  const [reason, setReason] = useState('')
  const { send, busy } = useAct(api.rolloutAct(view.id, 'prioritise'))
  const { unreachable } = useReach()
  const { allowed } = queue.prioritise
  return (
    <>
      <Button
        refused={allowed ? unreachable : queue.prioritise.because}
        onClick={() => {
          setPriority(queue.priority)
          setOpen(true)
        }}
      >
        Change priority
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Priority of ${view.name}`}
        description="Of rollouts that wait for the same devices, the more important goes first. Whoever has begun is not preempted."
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Leave it as it is</Button>
            <Button
              tone="primary"
              busy={busy}
              refused={whyNot(queue, priority, reason)}
              onClick={async () => {
                const answer = await send({ priority, reason })
                if (!answer.ok) return
                setOpen(false)
                setReason('')
              }}
            >
              Set to {priority}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <Segmented
            label="Priority"
            value={priority}
            onChange={setPriority}
            options={PRIORITIES.map((key) => ({ key, label: `${key.charAt(0).toUpperCase()}${key.slice(1)}` }))}
          />
          <TextArea
            label="Why it should go sooner or later"
            hint="Kept in the audit and in the report, under your name."
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
      </Dialog>
    </>
  )
}

function whyNot(queue: QueueView, priority: Priority, reason: string): string | null {
  if (priority === queue.priority) return `It has priority ${priority}: choose another one.`
  return reason.trim().length < 3 ? 'Say why: it is kept in the audit.' : null
}
