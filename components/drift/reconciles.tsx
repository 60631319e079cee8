'use client'

import { CircleCheck, LoaderCircle, OctagonX } from 'lucide-react'
import type { DriftView, ReconcileRow } from '../../server/protocol/views/drift-view.ts'
import { Ago } from '../live/time.tsx'
import { useAct } from '../live/use-act.ts'
import { useRefusal } from '../live/use-refusal.ts'
import { api } from '../paths.ts'
import { Pill } from '../status/pill.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { plural } from '../ui/numbers.ts'

/** What is being brought back now, and what came of it lately. */
export function Reconciles({ view }: { view: DriftView }) {
  const refusal = useRefusal()
  return (
    <Card title="Reconciles" flush>
      <ul className="divide-y">
        {view.reconciles.map((row) => (
          <li key={row.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
            <State row={row} />
            <p className="min-w-0 flex-1 basis-60">
              {row.because || 'about to begin'}
              <span className="block text-muted text-secondary">
                {row.byRule ? 'By ' : 'Asked by '}
                {row.by} <Ago at={row.at} /> · {row.healthy} of {plural(row.devices, 'device')} back as intended
              </span>
            </p>
            {row.state === 'running' && <Stop id={row.id} refused={refusal(view.actions.reconcile)} />}
          </li>
        ))}
      </ul>
    </Card>
  )
}

export function State({ row }: { row: ReconcileRow }) {
  switch (row.state) {
    case 'running':
      return (
        <Pill tone="run" glyph={LoaderCircle} turning>
          Reconciling
        </Pill>
      )
    case 'done':
      return (
        <Pill tone="ok" glyph={CircleCheck}>
          Done
        </Pill>
      )
    case 'stopped':
      return (
        <Pill tone="fail" glyph={OctagonX}>
          Stopped
        </Pill>
      )
    default:
      return row.state satisfies never
  }
}

function Stop({ id, refused }: { id: string; refused: string | null }) {
  const { send, busy } = useAct(api.stopReconcile(id))
  return (
    <Button size="compact" refused={refused} busy={busy} onClick={() => void send({})}>
      Ask no more devices
    </Button>
  )
}
