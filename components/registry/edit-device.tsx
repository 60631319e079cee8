'use client'

import { useState } from 'react'
import { toast } from 'sonner'
import type { DeviceRegistryView } from '../../server/protocol/views/registry-view.ts'
import { useAct } from '../live/use-act.ts'
import { useRefusal } from '../live/use-refusal.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextArea, TextField } from '../ui/field.tsx'
import { changesOf, type DeviceDraft, draftOf } from './device-draft.ts'

/** What people say of a device. What it says of itself is not theirs to change. */
export function EditDevice({ view }: { view: DeviceRegistryView }) {
  const refusal = useRefusal()
  const [draft, setDraft] = useState<DeviceDraft | null>(null)
  const { send, busy } = useAct(api.device(view.id), 'PATCH')
  const set = (change: Partial<DeviceDraft>) => setDraft((now) => now && { ...now, ...change })
  const changes = draft && changesOf(view, draft)
  const refused = changes === null ? null : 'wrong' in changes ? changes.wrong : null
  const save = async () => {
    if (!changes || 'wrong' in changes) return
    const answer = await send(changes.change)
    if (!answer.ok) return
    setDraft(null)
    toast.success('The registry is up to date.')
  }
  return (
    <>
      <Button tone="ghost" refused={refusal(view.may)} onClick={() => setDraft(draftOf(view))}>
        Edit …
      </Button>
      <Dialog
        open={draft !== null}
        onOpenChange={(open) => !open && setDraft(null)}
        title={`Edit ${view.name}`}
        description={`Its id, ${view.id}, and its history stay.`}
        footer={
          <Button tone="primary" busy={busy} refused={refused} onClick={() => void save()}>
            Save
          </Button>
        }
      >
        {draft && (
          <div className="flex flex-col gap-4 pb-1">
            <TextField label="Name" value={draft.name} onChange={(event) => set({ name: event.target.value })} />
            <TextField
              label="Site"
              value={draft.siteId}
              onChange={(event) => set({ siteId: event.target.value })}
              hint="the id of a site, as the list of sites shows it"
            />
            <TextArea
              label="Labels"
              value={draft.labels}
              onChange={(event) => set({ labels: event.target.value })}
              hint="key=value, one on each line"
            />
            <TextField
              label="Groups"
              value={draft.groups}
              onChange={(event) => set({ groups: event.target.value })}
              hint="separated by spaces"
            />
            <TextField
              label="Redundancy group"
              value={draft.redundancyGroup}
              onChange={(event) => set({ redundancyGroup: event.target.value })}
              hint="devices that stand in for each other; empty: none does"
            />
            <label className="flex items-start gap-2">
              <input
                type="checkbox"
                className="mt-0.5 size-4"
                checked={draft.singlePointOfFailure}
                onChange={(event) => set({ singlePointOfFailure: event.target.checked })}
              />
              A single point of failure: it is never a canary
            </label>
          </div>
        )}
      </Dialog>
    </>
  )
}
