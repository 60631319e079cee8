'use client'

import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import type { DriftTarget, ReconcilePreview } from '../../server/protocol/commands/drift-acts.ts'
import { useAct } from '../live/use-act.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextArea } from '../ui/field.tsx'
import { plural } from '../ui/numbers.ts'

type Props = { target: DriftTarget; devices: number; what: string; refused: string | null }

const SHOWN = 12

/** Brings devices back to what is intended; says before exactly which keys, in what order, and what is started again. */
export function Reconcile({ target, devices, what, refused }: Props) {
  const [preview, setPreview] = useState<ReconcilePreview | null>(null)
  const [reason, setReason] = useState('')
  const look = useAct(api.previewReconcile())
  const ask = useAct(api.reconcile())
  const open = async () => {
    const answer = await look.send({ target })
    if (!answer.ok) return
    const { ReconcilePreview: schema } = await import('../../server/protocol/commands/drift-acts.ts')
    const parsed = schema.safeParse(answer.value)
    if (parsed.success) setPreview(parsed.data)
    else toast.error('The server speaks a newer version than this page. Reload the page.')
  }
  const verb = `Reconcile ${plural(preview?.devices.length === 200 ? devices : (preview?.devices.length ?? devices), 'device')}`
  return (
    <>
      <Button refused={refused} busy={look.busy} onClick={() => void open()}>
        <Undo2 aria-hidden className="size-4 max-md:hidden" strokeWidth={1.75} />
        Reconcile…
      </Button>
      <Dialog
        open={preview !== null}
        onOpenChange={(still) => !still && setPreview(null)}
        title={`Reconcile ${what}`}
        description="Each device gets back what it was given, proves itself healthy, and goes back to what it has now if it does not."
        footer={
          <>
            <Button onClick={() => setPreview(null)}>Leave it as it is</Button>
            <Button
              tone="primary"
              busy={ask.busy}
              onClick={async () => {
                const answer = await ask.send({ target, reason })
                if (!answer.ok) return
                setPreview(null)
                toast.success('Asked. Progress is shown under Reconciles.')
              }}
            >
              {verb}
            </Button>
          </>
        }
      >
        {preview && <Consequences preview={preview} />}
        <TextArea
          label="Why"
          hint="Optional. Kept in the audit."
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Dialog>
    </>
  )
}

function Consequences({ preview }: { preview: ReconcilePreview }) {
  const restarts = [...new Set(preview.devices.map(({ restart }) => restart))]
  const more = preview.devices.length - SHOWN
  return (
    <dl className="mb-4 flex flex-col gap-3">
      <div>
        <dt className="font-medium">Order</dt>
        <dd className="text-muted">{preview.order}</dd>
      </div>
      <div>
        <dt className="font-medium">Application restart</dt>
        {restarts.map((restart) => (
          <dd key={restart} className="text-muted">
            {restart}
          </dd>
        ))}
      </div>
      <div>
        <dt className="font-medium">What is put right</dt>
        <dd>
          <ul className="mt-1 flex flex-col gap-1.5">
            {preview.devices.slice(0, SHOWN).map(({ id, name, keys, note }, index) => (
              <li key={id}>
                <span className="font-medium">{name}</span>{' '}
                {preview.canaryFirst && index === 0 && <span className="text-muted">goes first</span>}{' '}
                <code className="font-mono text-secondary break-all">{keys.join(', ')}</code>
                {note && <span className="block text-secondary text-warn-text">{note}</span>}
              </li>
            ))}
            {more > 0 && <li className="text-muted">and {plural(more, 'other device')}</li>}
          </ul>
        </dd>
      </div>
    </dl>
  )
}
