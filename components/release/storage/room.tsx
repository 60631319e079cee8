import type { StorageView } from '../../../server/protocol/views/storage-view.ts'
import { Card } from '../../ui/card.tsx'
import { bytes, percentOf, plural } from '../../ui/numbers.ts'

type Part = { readonly name: string; readonly bytes: number; readonly ground: string }

/** The room there is, and what takes it. */
export function Room({ view }: { view: StorageView }) {
  const { artifacts, unneeded, uploads, store } = view
  const used = artifacts.bytes + uploads.bytes
  const quota = store?.quotaBytes ?? null
  const parts: readonly Part[] = [
    { name: 'needed', bytes: artifacts.bytes - unneeded.bytes, ground: 'bg-run' },
    { name: 'nothing needs', bytes: unneeded.bytes, ground: 'bg-warn' },
    { name: 'promised to uploads under way', bytes: uploads.bytes, ground: 'bg-off' },
  ]
  const shown = parts.filter((part) => part.bytes > 0)
  const scale = Math.max(used, quota ?? used, 1)
  return (
    <Card title="Room" note={store?.place}>
      <p>
        <span className="font-semibold text-heading tabular-nums">{bytes(used)}</span>{' '}
        {quota !== null && (
          <span className="text-muted">
            of {bytes(quota)} · {percentOf(used, quota)} used
          </span>
        )}
      </p>
      <div aria-hidden className="mt-3 flex h-2 gap-px overflow-hidden rounded-full bg-sunken">
        {shown.map((part) => (
          <span
            key={part.name}
            className={part.ground}
            style={{ width: `${(100 * part.bytes) / scale}%`, minWidth: '3px' }}
          />
        ))}
      </div>
      <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-secondary">
        {shown.map(({ name, bytes: size, ground }) => (
          <li key={name} className="flex items-center gap-1.5">
            <span aria-hidden className={`size-2 rounded-full ${ground}`} />
            <span className="tabular-nums">{bytes(size)}</span>
            <span className="text-muted">{name}</span>
          </li>
        ))}
        <li className="text-muted">
          {plural(artifacts.count, 'artifact')}
          {uploads.count > 0 && `, ${plural(uploads.count, 'upload')} under way`}
        </li>
      </ul>
    </Card>
  )
}
