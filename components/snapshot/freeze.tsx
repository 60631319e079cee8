'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { ConfigView } from '../../server/protocol/views/config-view.ts'
import { useAct } from '../live/use-act.ts'
import { api, page } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { TextField } from '../ui/field.tsx'

/** Freezes all layers, as they are saved, with a release. */
export function Freeze({ view: { releases, edit }, releaseId }: { view: ConfigView; releaseId: string }) {
  const router = useRouter()
  const [note, setNote] = useState('')
  const [scope, setScope] = useState('')
  const { send, busy } = useAct(api.snapshots())
  const release = releases.find((one) => one.id === releaseId)
  const create = async () => {
    const answer = await send({ releaseId, note, scope })
    if (answer.ok) router.push(page.snapshot((answer.value as { number: number }).number))
  }
  return (
    <Card title="Create snapshot">
      <div className="flex flex-col gap-3">
        <p>
          {release
            ? `All layers as they are saved, frozen with ${release.label}. No device is touched: a snapshot is rolled out in waves.`
            : 'Publish a release first: a snapshot is a release with its configuration.'}
        </p>
        <TextField
          label="Note"
          value={note}
          onChange={(event) => setNote(event.target.value)}
          placeholder="Why it is made"
        />
        <TextField
          label="Meant for"
          value={scope}
          onChange={(event) => setScope(event.target.value)}
          placeholder="every device"
          hint="A selector like region:eu type:rpi5."
        />
        <div>
          <Button
            tone="primary"
            busy={busy}
            refused={edit.allowed ? (release ? null : 'There is no release to freeze it with.') : edit.because}
            onClick={() => void create()}
          >
            Create snapshot
          </Button>
        </div>
      </div>
    </Card>
  )
}
