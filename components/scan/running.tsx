'use client'

import type { ScanSummary, ScansView } from '../../server/protocol/views/scan-view.ts'
import { Ago, Countdown } from '../live/time.tsx'
import { useAct } from '../live/use-act.ts'
import { useRefusal } from '../live/use-refusal.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { count } from '../ui/numbers.ts'

type Props = { scan: Extract<ScanSummary, { state: 'running' }>; cancel: ScansView['acts']['cancel'] }

/** How far it is, and that stopping it is one press: nobody is marked then. */
export function Running({ scan, cancel }: Props) {
  const refusal = useRefusal()
  const { send, busy } = useAct(api.cancelScan(scan.id))
  const answered = Math.min(scan.answered, scan.asked)
  return (
    <Card
      title="Scanning"
      note={
        <>
          {scan.startedBy}, <Ago at={scan.startedAt} />
          {scan.selector && <code className="ml-2 font-mono">{scan.selector}</code>}
        </>
      }
      acts={
        <Button size="compact" busy={busy} refused={refusal(cancel)} onClick={() => void send({})}>
          Cancel scan
        </Button>
      }
    >
      <p className="text-form" role="status">
        <span className="value font-semibold">
          {count(answered)} of {count(scan.asked)}
        </span>{' '}
        connected devices have answered · {count(scan.registered)} registered
      </p>
      <progress
        aria-label="Devices that have answered"
        max={Math.max(1, scan.asked)}
        value={answered}
        className="mt-3 h-1.5 w-full appearance-none overflow-hidden rounded-chip [&::-moz-progress-bar]:bg-run [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-run"
      />
      <p className="mt-2 text-muted text-secondary">
        Ends when all have answered, or in <Countdown to={scan.waitUntil} past="a moment" />.
      </p>
    </Card>
  )
}
