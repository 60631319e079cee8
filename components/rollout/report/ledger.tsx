'use client'

import { Download } from 'lucide-react'
import type { LedgerView } from '../../../server/protocol/ledger.ts'
import { Exact } from '../../live/time.tsx'
import { useView } from '../../live/use-view.ts'
import { api, room } from '../../paths.ts'
import { buttonClass } from '../../ui/button-class.ts'
import { Card } from '../../ui/card.tsx'
import { Copy } from '../../ui/copy.tsx'
import { count } from '../../ui/numbers.ts'

const schema = async () => (await import('../../../server/protocol/ledger.ts')).LedgerView

/** That what is read above can be proved elsewhere: how much of it is sealed, the newest seal to write down, and the export. */
export function Ledger({ id, initial }: { id: string; initial: LedgerView }) {
  const { view } = useView({ room: room.rollout(id), path: api.rolloutLedger(id), schema, initial })
  const { newest, unsealed } = view
  return (
    <Card
      title="Ledger"
      note={unsealed === 0 ? 'All of it sealed' : `${count(unsealed)} not sealed yet`}
      acts={
        <a href={api.ledgerExport(id)} download className={buttonClass()}>
          <Download aria-hidden className="size-4" strokeWidth={1.75} />
          Export
        </a>
      }
    >
      <div className="space-y-3">
        <p>
          {count(view.decisions)} decisions with everything they were decided from, and {count(view.acts)} acts and
          events. Anybody can check the export without this server:{' '}
          <code className="font-mono text-secondary">wavegate ledger verify FILE</code> says whether anything was
          changed, <code className="font-mono text-secondary">wavegate ledger replay FILE</code> decides everything
          again.
        </p>
        {newest && (
          <div className="text-muted text-secondary">
            <p>
              Seal {count(newest.number)}, <Exact at={newest.at} />. Written down, it shows later whether the ledger was
              written anew.
            </p>
            <p className="flex items-center gap-1">
              <code className="min-w-0 break-all font-mono">{newest.hash}</code>
              <span className="no-print">
                <Copy text={newest.hash} label="Copy the seal" />
              </span>
            </p>
          </div>
        )}
      </div>
    </Card>
  )
}
