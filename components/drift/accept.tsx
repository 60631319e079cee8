'use client'

import { useState } from 'react'
import { toast } from 'sonner'
import type { AcceptPreview, PreviewAccept } from '../../server/protocol/commands/drift-acts.ts'
import { useAct } from '../live/use-act.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { plural } from '../ui/numbers.ts'
import { Segmented } from '../ui/segmented.tsx'

type Props = { target: PreviewAccept['target']; what: string; refused: string | null; size?: 'compact' }
type Layer = PreviewAccept['layer']

const LAYERS = [
  { key: 'device', label: 'These devices' },
  { key: 'site', label: 'Their sites' },
] as const

/** The device is right: what it reports becomes what is desired. Says before what is written, and for whom else. */
export function Accept({ target, what, refused, size }: Props) {
  const [preview, setPreview] = useState<AcceptPreview | null>(null)
  const [layer, setLayer] = useState<Layer>('device')
  const [reason, setReason] = useState('')
  const look = useAct(api.previewAccept())
  const ask = useAct(api.acceptReported())
  const show = async (next: Layer) => {
    const answer = await look.send({ target, layer: next })
    if (!answer.ok) return
    const { AcceptPreview: schema } = await import('../../server/protocol/commands/drift-acts.ts')
    const parsed = schema.safeParse(answer.value)
    if (!parsed.success) return void toast.error('The server speaks a newer version than this page. Reload the page.')
    setLayer(next)
    setPreview(parsed.data)
  }
  return (
    <>
      <Button tone="ghost" size={size} refused={refused} busy={look.busy} onClick={() => void show('device')}>
        Accept…
      </Button>
      <Dialog
        open={preview !== null}
        onOpenChange={(still) => !still && setPreview(null)}
        title={`Accept ${what} as reported`}
        description="What is reported becomes what is desired. The layers of the configuration and a new snapshot say so."
        footer={
          <>
            <Button onClick={() => setPreview(null)}>Leave it as it is</Button>
            <Button
              tone="primary"
              busy={ask.busy}
              refused={reason.trim() ? null : 'Say why this is how it should be.'}
              onClick={async () => {
                const answer = await ask.send({ target, layer, reason })
                if (!answer.ok) return
                setPreview(null)
                toast.success('Accepted. It is desired from now on.')
              }}
            >
              {`Accept on ${plural(preview?.devices.length ?? 0, 'device')}`}
            </Button>
          </>
        }
      >
        {preview && (
          <div className="flex flex-col gap-4">
            <div className="flex flex-col items-start gap-1.5">
              <span className="font-medium">Said by the layer of</span>
              <Segmented
                label="Which layer says it"
                value={layer}
                onChange={(next) => void show(next)}
                options={LAYERS}
              />
            </div>
            <ul aria-label="What it means" className="flex list-disc flex-col gap-1.5 pl-4 text-muted">
              {preview.consequences.map((sentence) => (
                <li key={sentence} className="break-words">
                  {sentence}
                </li>
              ))}
            </ul>
            <TextField
              label="Why"
              hint="Kept in the audit, and with each layer."
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </div>
        )}
      </Dialog>
    </>
  )
}
