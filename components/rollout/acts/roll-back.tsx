'use client'

import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { RolloutView, WaveLane } from '../../../server/protocol/views/rollout-view.ts'
import { useAct } from '../../live/use-act.ts'
import { api } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/field.tsx'
import { plural } from '../../ui/numbers.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { exposedDevices } from './exposed.ts'

/** Everything that holds the new version, or the newest wave alone when earlier ones hold it too. */
export function RollBack({ view, refused }: { view: RolloutView; refused: string | null }) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [scope, setScope] = useState<'all' | 'wave'>('all')
  const all = useAct(api.rolloutAct(view.id, 'roll-back'))
  const wave = useAct(api.rolloutAct(view.id, 'roll-back-wave'))
  const newest = newestOfSeveral(view)
  const alone = scope === 'wave' ? newest : null
  const exposed = exposedDevices(alone ? alone.counts : view.counts)
  const { send, busy } = alone ? wave : all
  return (
    <>
      <Button tone="quiet-danger" refused={refused} onClick={() => setOpen(true)}>
        <Undo2 aria-hidden className="size-4 max-md:hidden" strokeWidth={1.75} />
        Roll back
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Roll back ${view.name}`}
        description={`${plural(exposed, 'device')} go back to the slot they came from. No transfer is needed; it takes seconds a device.`}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Leave it running</Button>
            <Button
              tone="danger"
              busy={busy}
              onClick={async () => {
                const answer = await send({ reason })
                if (answer.ok) setOpen(false)
              }}
            >
              Roll back {plural(exposed, 'device')}
            </Button>
          </>
        }
      >
        {newest && (
          <div className="mb-4">
            <Segmented
              label="What goes back"
              value={scope}
              onChange={setScope}
              options={[
                { key: 'all', label: 'Every wave' },
                { key: 'wave', label: `${newest.label} only` },
              ]}
            />
          </div>
        )}
        <ul className="mb-4 list-disc space-y-1 pl-4 text-muted">
          <li>
            From {view.to.version} to what each device ran before (
            {view.from.map((snapshot) => snapshot.version).join(', ')}).
          </li>
          <li>Afterwards they are measured, to prove that it helped.</li>
          {alone && (
            <li>Earlier waves keep the new version until you decide about them; if it did not help, they follow.</li>
          )}
          <li>Offline devices follow when they return.</li>
        </ul>
        <TextArea
          label="Why"
          hint="Optional. Kept in the audit and in the report."
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Dialog>
    </>
  )
}

/** The newest wave that began, when it and an earlier one hold the new version: only then is there something to choose. */
function newestOfSeveral(view: RolloutView): WaveLane | null {
  if (!view.acts.rollBackWave.allowed) return null
  const begun = view.waves.filter((lane) => lane.verdict !== 'not-started')
  const newest = begun.at(-1)
  const holding = newest ? exposedDevices(newest.counts) : 0
  return newest && holding > 0 && holding < exposedDevices(view.counts) ? newest : null
}
