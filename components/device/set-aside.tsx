'use client'

import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import type { DeviceView } from '../../server/protocol/views/device-view.ts'
import { useAct } from '../live/use-act.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { TextArea } from '../ui/field.tsx'
import { Popover } from '../ui/popover.tsx'

const AWAY = {
  verb: 'Quarantine',
  glyph: ShieldAlert,
  says: 'No rollout touches it until somebody releases it. What it runs goes on running.',
  confirm: 'Quarantine 1 device',
} as const
const BACK = {
  verb: 'Release',
  glyph: ShieldCheck,
  says: 'Rollouts may touch it again.',
  confirm: 'Release 1 device',
} as const

/** Sets this device aside or takes it back, with a reason everybody reads afterwards. */
export function SetAside({ view }: { view: DeviceView }) {
  const aside = view.quarantined !== null
  const { verb, glyph: Glyph, says, confirm } = aside ? BACK : AWAY
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const { send, busy } = useAct(api.deviceAct(aside ? 'release' : 'quarantine'))
  const trigger = (
    <Button tone={aside ? 'secondary' : 'quiet-danger'} refused={view.refused}>
      <Glyph aria-hidden className="size-4 max-md:hidden" strokeWidth={1.75} />
      {verb}
    </Button>
  )
  if (view.refused) return trigger
  return (
    <Popover label={verb} open={open} onOpenChange={setOpen} trigger={trigger}>
      <p className="mb-3 text-muted">{says}</p>
      <TextArea label="Reason" maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      <div className="mt-4 flex justify-end">
        <Button
          tone={aside ? 'primary' : 'danger'}
          busy={busy}
          refused={reason.trim().length < 3 ? 'Give a reason: it is shown here and in the audit.' : null}
          onClick={async () => {
            const answer = await send({ target: { ids: [view.row.id] }, reason })
            if (!answer.ok) return
            setOpen(false)
            setReason('')
          }}
        >
          {confirm}
        </Button>
      </div>
    </Popover>
  )
}
