'use client'

import { ShieldCheck } from 'lucide-react'
import { toast } from 'sonner'
import type { ReleaseView } from '../../server/protocol/views/release-view.ts'
import { useAct } from '../live/use-act.ts'
import { useRefusal } from '../live/use-refusal.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { plural } from '../ui/numbers.ts'
import { MarkRelease } from './mark-release.tsx'

export function Acts({ view }: { view: ReleaseView }) {
  const refusal = useRefusal()
  const { release, acts } = view
  const refused = refusal(acts.operate)
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Verify id={release.id} refused={refused} />
      {release.deprecation ? (
        <MarkRelease id={release.id} act="reinstate" label="Take the warning back" refused={refused}>
          Whoever chooses it is no longer warned.
        </MarkRelease>
      ) : (
        <MarkRelease id={release.id} act="deprecate" label="Deprecate" refused={refused}>
          It may still be chosen; whoever does reads your reason.
        </MarkRelease>
      )}
      {release.block ? (
        <MarkRelease id={release.id} act="unblock" label="Unblock" refused={refused}>
          It may be chosen again. Rollouts that the block paused stay paused until somebody resumes them.
        </MarkRelease>
      ) : (
        <MarkRelease id={release.id} act="block" label="Block" danger refused={refused}>
          Nobody can choose it any more.{' '}
          {acts.running > 0
            ? `This stops ${plural(acts.running, 'running rollout')}.`
            : 'No running rollout is moving devices to it.'}
        </MarkRelease>
      )}
    </div>
  )
}

function Verify({ id, refused }: { id: string; refused: string | null }) {
  const { send, busy } = useAct(api.releaseAct(id, 'verify'))
  return (
    <Button
      refused={refused}
      busy={busy}
      onClick={async () => {
        const answer = await send({})
        if (!answer.ok) return
        const { ReleaseVerified } = await import('../../server/protocol/views/release-view.ts')
        const { signed, artifacts } = ReleaseVerified.parse(answer.value)
        const bad = artifacts.filter(({ sha256, actual }) => sha256 !== actual).length
        if (signed && bad === 0) toast.success('All bytes and the signature hold.')
        else if (!signed) toast.error('The signature does not hold: it was made by another key.')
        else toast.error(`${plural(bad, 'artifact does', 'artifacts do')} not hold: see Checksums.`)
      }}
    >
      {!busy && <ShieldCheck aria-hidden className="size-4" strokeWidth={1.75} />}
      {busy ? 'Hashing…' : 'Verify'}
    </Button>
  )
}
