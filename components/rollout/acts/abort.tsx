'use client'

import { CircleX } from 'lucide-react'
import { useState } from 'react'
import type { RolloutView } from '../../../server/protocol/views/rollout-view.ts'
import { useAct } from '../../live/use-act.ts'
import { api } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { plural } from '../../ui/numbers.ts'
import { Popover } from '../../ui/popover.tsx'
import { exposedDevices } from './exposed.ts'

export function Abort({ view, refused }: { view: RolloutView; refused: string | null }) {
  const [open, setOpen] = useState(false)
  const { send, busy } = useAct(api.rolloutAct(view.id, 'abort'))
  const exposed = exposedDevices(view.counts)
  const trigger = (
    <Button tone="quiet-danger" refused={refused}>
      <CircleX aria-hidden className="size-4 max-md:hidden" strokeWidth={1.75} />
      Abort rollout
    </Button>
  )
  if (refused) return trigger
  return (
    <Popover label="Abort rollout" open={open} onOpenChange={setOpen} trigger={trigger}>
      <p className="font-medium">End this rollout for good.</p>
      <p className="mt-1 text-muted">
        {exposed === 0
          ? 'No device runs the new version yet.'
          : `${plural(exposed, 'device')} on the new version ${exposed === 1 ? 'is' : 'are'} sent back.`}{' '}
        The rest is never touched.
      </p>
      <div className="mt-4 flex justify-end">
        <Button
          tone="danger"
          busy={busy}
          onClick={async () => {
            const answer = await send({})
            if (answer.ok) setOpen(false)
          }}
        >
          {exposed === 0 ? 'Abort now' : `Abort and send ${plural(exposed, 'device')} back`}
        </Button>
      </div>
    </Popover>
  )
}
