import type { ImportView } from '../../server/protocol/views/import-view.ts'
import { Card } from '../ui/card.tsx'
import { count, plural } from '../ui/numbers.ts'

type Change = ImportView['changes'][number]

/** What good rows do, field by field: before and after. */
export function Changes({ view }: { view: ImportView }) {
  const total = view.counts.added + view.counts.changed - view.counts.refused
  if (view.changes.length === 0) return null
  return (
    <Card title={view.state === 'applied' ? 'What it did' : 'What it would do'} note={plural(total, 'row')} flush>
      <ul className="divide-y">
        {view.changes.map((change) => (
          <Row key={change.number} change={change} />
        ))}
      </ul>
      {total > view.changes.length && (
        <p className="border-t px-4 py-2 text-muted text-secondary">
          The first {count(view.changes.length)} of {count(total)}.
        </p>
      )}
    </Card>
  )
}

function Row({ change: { deviceId, outcome, fields } }: { change: Change }) {
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-2 md:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
      <p className="min-w-0 truncate">
        <span className="font-mono text-secondary">{deviceId}</span>
        {outcome === 'added' && <span className="text-muted"> new</span>}
      </p>
      <ul className="flex min-w-0 flex-wrap gap-x-4 gap-y-0.5 text-secondary">
        {fields.map(({ field, before, after }) => (
          <li key={field} className="min-w-0 break-words">
            <span className="text-muted">{wordOf(field)} </span>
            {before !== null && (
              <>
                <del className="text-muted">{before || 'nothing'}</del>
                <span className="sr-only"> becomes </span>
                <span aria-hidden> → </span>
              </>
            )}
            {after || 'nothing'}
          </li>
        ))}
      </ul>
    </li>
  )
}

/** `hardwareType` → "hardware type". */
const wordOf = (field: string) =>
  (field === 'siteId' ? 'site' : field.replace(/Mb$/, '')).replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
