import Link from 'next/link'
import type { StoredArtifact } from '../../../server/protocol/views/storage-view.ts'
import { Ago, Countdown } from '../../live/time.tsx'
import { page } from '../../paths.ts'
import { Copy } from '../../ui/copy.tsx'
import { bytes } from '../../ui/numbers.ts'
import { RemoveNow } from './remove-now.tsx'

/** One artifact: whose it is, how large, and why it stays or when it goes. */
export function ArtifactRow({ artifact, refused }: { artifact: StoredArtifact; refused: string | null }) {
  const { sha256, size, uploadedAt, uploadedBy, releases, fate } = artifact
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-3 md:grid-cols-[minmax(0,1fr)_5rem_minmax(0,1.4fr)_auto] md:items-start">
      <div className="min-w-0">
        <p className="flex flex-wrap gap-x-3">
          {releases.map(({ id, name, version }) => (
            <Link key={id} href={page.release(id)} className="rounded-mark font-medium hover:underline">
              {name} <span className="font-mono">{version}</span>
            </Link>
          ))}
          {releases.length === 0 && <span className="font-medium">In no release</span>}
        </p>
        <p className="flex items-center gap-1 text-muted text-secondary">
          <code className="font-mono">{sha256.slice(0, 12)}</code>
          <Copy text={sha256} label="Copy digest" />
          <span className="min-w-0 truncate">
            <Ago at={uploadedAt} /> by {uploadedBy}
          </span>
        </p>
      </div>
      <p className="tabular-nums md:text-right">{bytes(size)}</p>
      <Fate fate={fate} />
      <div className="md:w-28 md:text-right">
        {fate.kind === 'unneeded' && <RemoveNow artifacts={[artifact]} label="Remove now" refused={refused} />}
      </div>
    </li>
  )
}

function Fate({ fate }: Pick<StoredArtifact, 'fate'>) {
  switch (fate.kind) {
    case 'kept':
      return (
        <ul className="leading-5 text-secondary">
          {fate.because.map((because) => (
            <li key={because}>{capital(because)}</li>
          ))}
        </ul>
      )
    case 'unneeded':
      return (
        <div className="leading-5 text-secondary">
          <p>{capital(fate.because)}</p>
          <p className="text-muted">
            {fate.goesAt === null ? (
              'Looked at within minutes'
            ) : (
              <>
                Goes in <Countdown to={fate.goesAt} past="a moment" />
              </>
            )}
          </p>
        </div>
      )
    case 'removing':
      return <p className="leading-5 text-secondary">Being removed: {fate.because}</p>
  }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
