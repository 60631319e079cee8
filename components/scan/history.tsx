import type { ScanSummary } from '../../server/protocol/views/scan-view.ts'
import { At } from '../live/time.tsx'
import { Card } from '../ui/card.tsx'
import { count, plural } from '../ui/numbers.ts'
import { OutcomePill } from './outcome-pill.tsx'

/** The scans before the newest, newest first. */
export function History({ scans }: { scans: readonly ScanSummary[] }) {
  return (
    <Card title="Earlier scans" flush>
      <ul className="divide-y">
        {scans.map((scan) => (
          <li key={scan.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
            <At at={scan.startedAt} className="w-32 tabular-nums" />
            <span className="min-w-0 flex-1 basis-60 text-muted">
              {scan.startedBy}
              {scan.selector && <code className="ml-2 font-mono text-secondary">{scan.selector}</code>}
              {scan.state === 'done' &&
                ` · ${count(scan.counts.responded)} of ${plural(scan.counts.registered, 'device')} responded${differing(scan.counts)}`}
            </span>
            <OutcomePill scan={scan} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function differing({ lobby, mismatch, duplicate }: Extract<ScanSummary, { state: 'done' }>['counts']): string {
  const parts = [
    lobby > 0 && `${count(lobby)} unknown`,
    mismatch > 0 && `${count(mismatch)} differ`,
    duplicate > 0 && `${count(duplicate)} doubtful`,
  ].filter((part) => part !== false)
  return parts.map((part) => ` · ${part}`).join('')
}
