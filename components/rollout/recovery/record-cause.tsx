'use client'

import { useState } from 'react'
import type { CauseCategory } from '../../../server/protocol/root-cause.ts'
import type { RecoveryView } from '../../../server/protocol/views/recovery-view.ts'
import type { RolloutView } from '../../../server/protocol/views/rollout-view.ts'
import { useReach } from '../../live/live-context.ts'
import { useAct } from '../../live/use-act.ts'
import { api } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { inputClass, TextArea } from '../../ui/field.tsx'
import { CAUSE } from './cause.ts'

const LEAST = 10

/** the one step of a recovery that only a person can do. */
export function RecordCause({
  view,
  recovery,
}: {
  view: RolloutView
  recovery: Pick<RecoveryView, 'record' | 'unexplained'>
}) {
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const suggested = view.failurePattern?.kind
  const [category, setCategory] = useState<CauseCategory | ''>(suggested && suggested !== 'unknown' ? suggested : '')
  const { send, busy } = useAct(api.rootCause(view.id))
  const { unreachable } = useReach()
  const { record, unexplained } = recovery
  const missing =
    category === '' ? 'Choose what kind of cause it was.' : text.trim().length < LEAST ? 'Say what was found.' : null
  return (
    <>
      <Button
        tone={unexplained ? 'primary' : undefined}
        refused={record.allowed ? unreachable : record.because}
        onClick={() => setOpen(true)}
      >
        {unexplained ? 'Record the root cause' : 'Add to the root cause'}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Why did it fail?"
        description="Kept in the audit and in the report, under your name. Until then nothing goes on."
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Not known yet</Button>
            <Button
              tone="primary"
              busy={busy}
              refused={missing}
              onClick={async () => {
                const answer = await send({ category, text })
                if (!answer.ok) return
                setOpen(false)
                setText('')
              }}
            >
              Record it
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <label className="flex flex-col gap-1.5">
            <span className="font-medium">Kind of cause</span>
            <select
              value={category}
              onChange={(event) => setCategory(event.target.value as CauseCategory | '')}
              className={inputClass}
            >
              <option value="">Choose one</option>
              {Object.entries(CAUSE).map(([key, label]) => (
                <option key={key} value={key}>
                  {label}
                </option>
              ))}
            </select>
            {suggested && suggested !== 'unknown' && (
              <span className="text-muted text-secondary">The failures counted point to: {CAUSE[suggested]}.</span>
            )}
          </label>
          <TextArea
            label="What was found"
            placeholder="1.5.0 reads a setting that the north sites do not have"
            maxLength={2000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
      </Dialog>
    </>
  )
}
