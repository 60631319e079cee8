'use client'

import { useState } from 'react'
import { toast } from 'sonner'
import type { MaintenanceWindow } from '../../server/protocol/calendar.ts'
import type { SitesView } from '../../server/protocol/views/registry-view.ts'
import { useAct } from '../live/use-act.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { WindowsField } from './windows-field.tsx'

type Draft = {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly timeZone: string
  readonly windows: readonly MaintenanceWindow[]
}

const NEW: Draft = { id: '', name: '', region: '', timeZone: 'UTC', windows: [] }

export function CreateSite({ refused }: { refused: string | null }) {
  const [draft, setDraft] = useState<Draft | null>(null)
  const { send, busy } = useAct(api.sites())
  const save = async () => {
    if (!draft || !(await send(draft)).ok) return
    setDraft(null)
    toast.success(`${draft.name} is created.`)
  }
  return (
    <>
      <Button tone="primary" refused={refused} onClick={() => setDraft(NEW)}>
        Create site
      </Button>
      <SiteDialog
        title="Create a site"
        description="A place where devices stand. Its id is what everything points at: it never changes."
        draft={draft}
        onChange={setDraft}
        busy={busy}
        onSave={save}
        withId
      />
    </>
  )
}

export function EditSite({ site, refused }: { site: SitesView['sites'][number]; refused: string | null }) {
  const [draft, setDraft] = useState<Draft | null>(null)
  const { send, busy } = useAct(api.site(site.id), 'PATCH')
  const save = async () => {
    if (!draft) return
    const { name, region, timeZone, windows } = draft
    if (!(await send({ name, region, timeZone, windows })).ok) return
    setDraft(null)
    toast.success(`${name} is up to date.`)
  }
  return (
    <>
      <Button
        tone="ghost"
        size="compact"
        refused={refused}
        aria-label={`Edit ${site.name}`}
        onClick={() =>
          setDraft({
            id: site.id,
            name: site.name,
            region: site.region,
            timeZone: site.timeZone,
            windows: site.windows,
          })
        }
      >
        Edit …
      </Button>
      <SiteDialog
        title={`Edit ${site.name}`}
        description={`Its id, ${site.id}, stays.`}
        draft={draft}
        onChange={setDraft}
        busy={busy}
        onSave={save}
      />
    </>
  )
}

type Props = {
  title: string
  description: string
  draft: Draft | null
  onChange: (draft: Draft | null) => void
  busy: boolean
  onSave: () => Promise<void>
  withId?: boolean
}

function SiteDialog({ title, description, draft, onChange, busy, onSave, withId }: Props) {
  const set = (change: Partial<Draft>) => draft && onChange({ ...draft, ...change })
  const missing =
    draft === null
      ? null
      : draft.id.trim() === ''
        ? 'Give it an id.'
        : draft.name.trim() === ''
          ? 'Give it a name.'
          : draft.region.trim() === ''
            ? 'Name its region.'
            : draft.windows.some(({ days }) => days.length === 0)
              ? 'A window without a day never opens: choose one, or remove it.'
              : null
  return (
    <Dialog
      open={draft !== null}
      onOpenChange={(open) => !open && onChange(null)}
      title={title}
      description={description}
      footer={
        <Button tone="primary" busy={busy} refused={missing} onClick={() => void onSave()}>
          Save
        </Button>
      }
    >
      {draft && (
        <div className="flex flex-col gap-4 pb-1">
          {withId && (
            <TextField
              label="Id"
              value={draft.id}
              onChange={(event) => set({ id: event.target.value })}
              hint="lower-case letters, digits and hyphens, like oslo-plant"
            />
          )}
          <TextField label="Name" value={draft.name} onChange={(event) => set({ name: event.target.value })} />
          <TextField
            label="Region"
            value={draft.region}
            onChange={(event) => set({ region: event.target.value })}
            hint="a canary covers every region"
          />
          <TextField
            label="Time zone"
            list="time-zones"
            value={draft.timeZone}
            onChange={(event) => set({ timeZone: event.target.value })}
            hint="an IANA name, like Europe/Oslo"
          />
          <WindowsField windows={draft.windows} onChange={(windows) => set({ windows })} />
          <datalist id="time-zones">
            {Intl.supportedValuesOf('timeZone').map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </div>
      )}
    </Dialog>
  )
}
