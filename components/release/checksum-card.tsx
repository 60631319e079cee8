import type { ReleaseView } from '../../server/protocol/views/release-view.ts'
import { Ago } from '../live/time.tsx'
import { Card } from '../ui/card.tsx'
import { Copy } from '../ui/copy.tsx'
import { bytes } from '../ui/numbers.ts'
import { Checksum } from './checksum.tsx'

/** What the store holds, against what was signed. Red says both digests. */
export function ChecksumCard({ view: { checksums } }: { view: ReleaseView }) {
  return (
    <Card title="Checksums" flush>
      <ul className="divide-y">
        {checksums.map(({ sha256, size, platforms, verifiedAt, actual, state, removed }) => (
          <li key={sha256} className="flex flex-col gap-1 px-4 py-3">
            <p className="flex flex-wrap items-center gap-x-3">
              <Checksum state={state} />
              <span className="text-muted text-secondary">
                {bytes(size)} · {platforms.join(', ')}
                {verifiedAt !== null && (
                  <>
                    {' '}
                    · hashed <Ago at={verifiedAt} />
                  </>
                )}
                {removed && (
                  <>
                    {' '}
                    · nothing needed them; removed by {removed.by} <Ago at={removed.at} />
                  </>
                )}
              </span>
            </p>
            <Digest name="Expected" text={sha256} />
            {verifiedAt !== null && actual !== sha256 && <Digest name="Actual" text={actual ?? 'not there'} bad />}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Digest({ name, text, bad }: { name: string; text: string; bad?: boolean }) {
  return (
    <p className="flex items-center gap-2 text-secondary">
      <span className="w-16 shrink-0 text-muted">{name}</span>
      <code className={bad ? 'min-w-0 break-all font-mono text-fail-text' : 'min-w-0 break-all font-mono'}>{text}</code>
      <Copy text={text} label={`Copy ${name.toLowerCase()} digest`} />
    </p>
  )
}
