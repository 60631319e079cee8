'use client'

import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import type { DriftTarget, ReconcilePreview } from '../../server/protocol/commands/drift-acts.ts'
import { useAct } from '../live/use-act.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { plural } from '../ui/numbers.ts'
import { Popover } from '../ui/popover.tsx'

type Props = {
  target: DriftTarget
  devices: number
  what: string
  /** typed before much of the fleet is asked */
  name: string
  refused: string | null
}

const SHOWN = 12
/** More devices than this change what a person sees before; more of the fleet than that, what has to be typed. */
const FEW = 10
const MUCH_OF_FLEET = 0.25

/**
 * Brings devices back to what is intended; says before exactly which keys, in what order, and what is started again. A few devices
 * take a press in place; many a dialog; much of the fleet the name of the difference, typed.
 */
export function Reconcile({ target, devices, what, name, refused }: Props) {
  const [preview, setPreview] = useState<ReconcilePreview | null>(null)
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
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
  const shut = () => {
    setPreview(null)
    setTyped('')
  }
  const count = preview?.count ?? devices
  const much = preview !== null && count > FEW && count > preview.fleet * MUCH_OF_FLEET
  const confirm = (
    <Button
      tone="primary"
      busy={ask.busy}
      refused={much && typed !== name ? `Type ${name} first: this is more than a quarter of the fleet.` : null}
      onClick={async () => {
        const answer = await ask.send({ target, reason })
        if (!answer.ok) return
        shut()
        toast.success('Asked. Progress is shown under Reconciles.')
      }}
    >
      {`Reconcile ${plural(count, 'device')}`}
    </Button>
  )
  const trigger = (
    <Button refused={refused} busy={look.busy} onClick={() => void open()}>
      <Undo2 aria-hidden className="size-4 max-md:hidden" strokeWidth={1.75} />
      Reconcile…
    </Button>
  )
  const details = preview && (
    <>
      <Consequences preview={preview} />
      <TextField
        label="Why"
        hint="Optional. Kept in the audit."
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </>
  )
  if (devices <= FEW)
    return (
      <Popover
        label={`Reconcile ${what}`}
        open={preview !== null}
        onOpenChange={(still) => !still && shut()}
        trigger={trigger}
        className="flex max-h-[70dvh] w-96 flex-col overflow-y-auto"
      >
        <p className="mb-3">{MEANS}</p>
        {details}
        <div className="mt-4 flex justify-end">{confirm}</div>
      </Popover>
    )
  return (
    <>
      {trigger}
      <Dialog
        open={preview !== null}
        onOpenChange={(still) => !still && shut()}
        title={`Reconcile ${what}`}
        description={MEANS}
        footer={
          <>
            <Button onClick={shut}>Leave it as it is</Button>
            {confirm}
          </>
        }
      >
        {details}
        {much && (
          <div className="mt-4">
            <TextField
              label={`Type ${name}`}
              hint={`${count} of ${plural(preview.fleet, 'device')}: more than a quarter of the fleet.`}
              className="font-mono"
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          </div>
        )}
      </Dialog>
    </>
  )
}

const MEANS =
  'Each device gets back what it was given, proves itself healthy, and goes back to what it has now if it does not.'

function Consequences({ preview }: { preview: ReconcilePreview }) {
  const restarts = [...new Set(preview.devices.map(({ restart }) => restart))]
  const more = preview.count - SHOWN
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
