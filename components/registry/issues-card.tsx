'use client'

import { useState } from 'react'
import { toast } from 'sonner'
import type { DeviceRegistryView } from '../../server/protocol/views/registry-view.ts'
import { At } from '../live/time.tsx'
import { useAct } from '../live/use-act.ts'
import { useRefusal } from '../live/use-refusal.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { TextField } from '../ui/field.tsx'
import { Popover } from '../ui/popover.tsx'

/** what is known to be wrong with it, whose that is to mend, and until when it counts. */
export function IssuesCard({ view }: { view: DeviceRegistryView }) {
  const refusal = useRefusal()
  const refused = refusal(view.may)
  return (
    <Card title="Known issues" acts={<OpenIssue device={view.id} refused={refused} />} flush>
      {view.issues.length === 0 ? (
        <p className="px-4 py-6 text-muted">None. A device with a known issue is never a canary.</p>
      ) : (
        <ul className="divide-y">
          {view.issues.map((issue) => (
            <li key={issue.id} className="flex flex-wrap items-start gap-x-4 gap-y-1 px-4 py-2.5">
              <div className="min-w-0 flex-1 basis-60">
                <p className={issue.state === 'open' ? 'font-medium' : 'text-muted'}>{issue.title}</p>
                <p className="text-muted text-secondary">
                  {issue.owner}, {ENDS[issue.state]} <At at={issue.expiresAt} seconds={false} />
                </p>
              </div>
              {issue.state === 'open' && <CloseIssue device={view.id} issue={issue.id} refused={refused} />}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

const ENDS = { open: 'until', expired: 'expired', closed: 'closed; was open until' } as const

function OpenIssue({ device, refused }: { device: string; refused: string | null }) {
  const [open, setOpen] = useState(false)
  const [title, setTitle] = useState('')
  const [owner, setOwner] = useState('')
  const [days, setDays] = useState('30')
  const { send, busy } = useAct(api.issues(device))
  const trigger = (
    <Button tone="ghost" refused={refused}>
      Add …
    </Button>
  )
  if (refused) return trigger
  const missing = title.trim() === '' ? 'Say what is wrong.' : owner.trim() === '' ? 'Say whose it is to mend.' : null
  return (
    <Popover trigger={trigger} label="Note a known issue" open={open} onOpenChange={setOpen}>
      <form
        className="flex flex-col gap-3"
        onSubmit={async (event) => {
          event.preventDefault()
          if (missing || busy || !(await send({ title, owner, days: Number(days) })).ok) return
          toast.success('Noted: the device is no canary meanwhile.')
          setOpen(false)
          setTitle('')
        }}
      >
        <TextField label="What is wrong" value={title} onChange={(event) => setTitle(event.target.value)} />
        <TextField label="Whose it is to mend" value={owner} onChange={(event) => setOwner(event.target.value)} />
        <TextField
          label="Days until it expires"
          type="number"
          min={1}
          max={365}
          value={days}
          onChange={(event) => setDays(event.target.value)}
        />
        <Button type="submit" tone="primary" busy={busy} refused={missing}>
          Note it
        </Button>
      </form>
    </Popover>
  )
}

function CloseIssue({ device, issue, refused }: { device: string; issue: string; refused: string | null }) {
  const { send, busy } = useAct(api.closeIssue(device, issue))
  return (
    <Button
      tone="ghost"
      busy={busy}
      refused={refused}
      onClick={async () => {
        if ((await send({ reason: 'mended' })).ok) toast.success('Closed.')
      }}
    >
      Mended
    </Button>
  )
}
