'use client'

import { useRef, useState } from 'react'
import { toast } from 'sonner'
import type { ApprovalView } from '../../server/protocol/views/approval-view.ts'
import type { ActPermission } from '../../server/protocol/views/person.ts'
import { useReach } from '../live/live-context.ts'
import { useAct } from '../live/use-act.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { TextArea } from '../ui/field.tsx'
import { plural } from '../ui/numbers.ts'
import { ConfirmApproval } from './confirm-approval.tsx'

type Props = { view: ApprovalView; refresh: () => Promise<ApprovalView | undefined> }

/** With the advice it takes no words; against it, and to reject, it does. */
export function Decide({ view, refresh }: Props) {
  const { stale, unreachable } = useReach()
  const comment = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState('')
  const [missing, setMissing] = useState<string | null>(null)
  const [confirming, setConfirming] = useState(false)
  const approve = useAct(api.decide(view.id, 'approve'))
  const reject = useAct(api.decide(view.id, 'reject'))
  const busy = approve.busy || reject.busy
  const refused = (permission: ActPermission) => (permission.allowed ? unreachable : permission.because)
  const against = !view.advice.approve || view.changedSince !== null
  const name = `Approve ${view.waveLabel.toLowerCase()} · ${plural(view.deviceCount, 'device')}`

  const ask = (what: string) => {
    setMissing(what)
    comment.current?.focus()
  }
  const body = { evidenceHash: view.evidenceHash, comment: text }
  const sendApproval = async () => {
    // Approved is what was seen: after a lost connection it is read once more before it is sent.
    const fresh = stale ? await refresh().catch(() => undefined) : view
    if (!fresh) return
    if (fresh.evidenceHash !== view.evidenceHash || fresh.outcome !== 'open') {
      setConfirming(false)
      toast.message('The request changed while you were offline. Look at it again.')
      return
    }
    await approve.send(body)
    setConfirming(false)
    await refresh().catch(() => undefined)
  }
  const sendRejection = async () => {
    if (text.trim() === '') return ask('Say why: the author reads it.')
    await reject.send(body)
    await refresh().catch(() => undefined)
  }

  const reason = refused(view.approve) ?? refused(view.reject)
  return (
    <section aria-label="Decide" className="flex flex-col gap-3 rounded-card border bg-card p-4">
      <TextArea
        ref={comment}
        label="Comment"
        hint={against ? 'Required: approving goes against the advice.' : 'Optional; required to reject.'}
        error={missing}
        maxLength={1000}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setMissing(null)
        }}
      />
      {reason && <p className="text-muted text-secondary">{reason}</p>}
      <div className="max-md:fixed max-md:inset-x-0 max-md:bottom-[calc(56px+env(safe-area-inset-bottom))] max-md:z-20 max-md:border-t max-md:bg-card max-md:px-4 max-md:py-3">
        <div className="flex items-center justify-between gap-4">
          <Button
            tone="quiet-danger"
            size="large"
            busy={reject.busy}
            refused={refused(view.reject)}
            onClick={sendRejection}
          >
            Reject
          </Button>
          <Button
            tone="primary"
            size="large"
            className="min-w-0 shrink"
            busy={busy}
            refused={refused(view.approve)}
            onClick={() => {
              if (against && text.trim() === '') return ask('Say why it may go on against the advice.')
              setConfirming(true)
            }}
          >
            <span className="truncate">{name}</span>
          </Button>
        </div>
      </div>
      <ConfirmApproval
        view={view}
        open={confirming}
        onOpenChange={setConfirming}
        busy={approve.busy}
        onConfirm={sendApproval}
      />
    </section>
  )
}
