'use client'

import { useState } from 'react'
import { toast } from 'sonner'
import type { StoredArtifact } from '../../../server/protocol/views/storage-view.ts'
import { useAct } from '../../live/use-act.ts'
import { api } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { bytes, plural } from '../../ui/numbers.ts'
import { Popover } from '../../ui/popover.tsx'

type Props = { artifacts: readonly StoredArtifact[]; label: string; refused: string | null }

/** Frees the room now; what something needs by then stays, and is said. */
export function RemoveNow({ artifacts, label, refused }: Props) {
  const [open, setOpen] = useState(false)
  const { send, busy } = useAct(api.removeArtifacts())
  const size = artifacts.reduce((sum, artifact) => sum + artifact.size, 0)
  const trigger = (
    <Button size="compact" refused={refused}>
      {label}
    </Button>
  )
  if (refused) return trigger
  const remove = async () => {
    const answer = await send({ sha256s: artifacts.map(({ sha256 }) => sha256) })
    if (!answer.ok) return
    setOpen(false)
    const { ArtifactsRemoved } = await import('../../../server/protocol/commands/remove-artifacts.ts')
    const { removed, freedBytes, kept } = ArtifactsRemoved.parse(answer.value)
    if (removed > 0) toast.success(`Removed ${plural(removed, 'artifact')}: ${bytes(freedBytes)} are free again.`)
    for (const { sha256, because } of kept) toast.message(`${sha256.slice(0, 12)} stays: ${because}.`)
  }
  return (
    <Popover label={label} open={open} onOpenChange={setOpen} trigger={trigger}>
      <p>
        {bytes(size)} are freed at once. {artifacts.length === 1 ? 'Its release' : 'Their releases'} cannot be rolled
        out again until the same {artifacts.length === 1 ? 'file is' : 'files are'} uploaded again.
      </p>
      <div className="mt-3 flex justify-end">
        <Button tone="danger" busy={busy} onClick={() => void remove()}>
          Remove {plural(artifacts.length, 'artifact')}
        </Button>
      </div>
    </Popover>
  )
}
