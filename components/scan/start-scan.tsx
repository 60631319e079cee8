'use client'

import { ScanSearch } from 'lucide-react'
import { useState } from 'react'
import { parseSelector } from '../../server/protocol/selector/parse.ts'
import type { ScansView } from '../../server/protocol/views/scan-view.ts'
import { useAct } from '../live/use-act.ts'
import { useRefusal } from '../live/use-refusal.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { plural } from '../ui/numbers.ts'
import { Popover } from '../ui/popover.tsx'

type Props = { fleet: ScansView['fleet']; act: ScansView['acts']['start'] }

export function StartScan({ fleet, act }: Props) {
  const refusal = useRefusal()
  const [open, setOpen] = useState(false)
  const [selector, setSelector] = useState('')
  const { send, busy } = useAct(api.scans())
  const parsed = parseSelector(selector)
  const refused = refusal(act)
  const whole = selector.trim() === ''
  const trigger = (
    <Button tone="primary" refused={refused}>
      <ScanSearch aria-hidden className="size-4" strokeWidth={1.75} />
      Scan the fleet
    </Button>
  )
  if (refused) return trigger
  return (
    <Popover label="Scan the fleet" open={open} onOpenChange={setOpen} trigger={trigger}>
      <form
        onSubmit={async (event) => {
          event.preventDefault()
          if (parsed.ok && !busy && (await send({ selector })).ok) setOpen(false)
        }}
      >
        <p className="text-muted">
          Asks {whole ? plural(fleet.connected, 'connected device') : 'the connected devices that match'} for one answer
          each. Who stays silent for 15 seconds is marked offline, not failed. Nothing is deployed.
        </p>
        <div className="mt-3">
          <TextField
            label="Only some devices"
            placeholder="the whole fleet"
            hint="For example region:eu type:jetson-orin"
            error={parsed.ok ? null : `${parsed.message} (character ${parsed.at + 1})`}
            value={selector}
            onChange={(event) => setSelector(event.target.value)}
            spellCheck={false}
            autoComplete="off"
          />
        </div>
        <div className="mt-4 flex justify-end">
          <Button tone="primary" type="submit" busy={busy} refused={parsed.ok ? null : parsed.message}>
            {whole ? `Scan ${plural(fleet.connected, 'device')}` : 'Scan what matches'}
          </Button>
        </div>
      </form>
    </Popover>
  )
}
