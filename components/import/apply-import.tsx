'use client'

import { toast } from 'sonner'
import type { ImportView } from '../../server/protocol/views/import-view.ts'
import { useAct } from '../live/use-act.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { count, plural } from '../ui/numbers.ts'

type Props = { view: ImportView; onApplied: () => Promise<unknown> }

/** The button says what happens: with bad rows, that they are left out. */
export function ApplyImport({ view, onApplied }: Props) {
  const { counts } = view
  const good = counts.added + counts.changed
  const { send, busy } = useAct(api.applyImport(view.id))
  const refused = view.may.allowed ? (good === 0 ? 'The file changes nothing.' : null) : view.may.because
  return (
    <Button
      tone="primary"
      busy={busy}
      refused={refused}
      onClick={async () => {
        if (!(await send({ leaveBad: counts.bad > 0 })).ok) return
        toast.success('The registry is up to date.')
        await onApplied().catch(() => {})
      }}
    >
      {counts.bad > 0
        ? `Import the ${count(good)} good ${good === 1 ? 'row' : 'rows'}, leave ${count(counts.bad)}`
        : `Import ${plural(good, 'row')}`}
    </Button>
  )
}
