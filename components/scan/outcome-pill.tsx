import { CircleCheck, CircleX, LoaderCircle } from 'lucide-react'
import type { ScanSummary } from '../../server/protocol/views/scan-view.ts'
import { Pill } from '../status/pill.tsx'

const OUTCOME = {
  running: { label: 'Running', tone: 'run', glyph: LoaderCircle },
  done: { label: 'Done', tone: 'ok', glyph: CircleCheck },
  cancelled: { label: 'Cancelled', tone: 'off', glyph: CircleX },
} as const satisfies Record<ScanSummary['state'], object>

export function OutcomePill({ scan }: { scan: ScanSummary }) {
  const { label, tone, glyph } = OUTCOME[scan.state]
  return (
    <Pill tone={tone} glyph={glyph} turning={scan.state === 'running'} quiet={scan.state === 'done'}>
      {label}
    </Pill>
  )
}
