'use client'

import { Clock, Snowflake } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import type { SitesView } from '../../server/protocol/views/registry-view.ts'
import { Exact } from '../live/time.tsx'
import { useAct } from '../live/use-act.ts'
import { useRefusal } from '../live/use-refusal.ts'
import { api } from '../paths.ts'
import { Pill } from '../status/pill.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextArea, TextField } from '../ui/field.tsx'
import { Segmented } from '../ui/segmented.tsx'

/** What holds deployments back now or will, whose it is, and how to end it. */
export function Freezes({ view }: { view: SitesView }) {
  const refusal = useRefusal()
  const refused = refusal(view.may)
  return (
    <Card
      title="Freezes"
      note="Nothing new is deployed meanwhile; a rollback never waits"
      acts={<FreezeDialog view={view} refused={refused} />}
      flush
    >
      {view.freezes.length === 0 ? (
        <p className="px-4 py-6 text-muted">No freeze is on or planned.</p>
      ) : (
        <ul className="divide-y">
          {view.freezes.map((freeze) => (
            <FreezeRow key={freeze.id} freeze={freeze} view={view} refused={refused} />
          ))}
        </ul>
      )}
    </Card>
  )
}

type RowProps = { freeze: SitesView['freezes'][number]; view: SitesView; refused: string | null }

function FreezeRow({ freeze, view, refused }: RowProps) {
  const { send, busy } = useAct(api.endFreeze(freeze.id))
  const on = freeze.from <= view.serverTime
  const names = freeze.sites.map((id) => view.sites.find((site) => site.id === id)?.name ?? id)
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <Pill tone={on ? 'warn' : 'off'} glyph={on ? Snowflake : Clock}>
        {on ? 'On' : 'Planned'}
      </Pill>
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium">{names.length === 0 ? 'Every site' : names.join(', ')}</p>
        <p className="text-muted">
          {freeze.reason} · {freeze.by}
        </p>
      </div>
      <p className="text-muted text-secondary">
        <Exact at={freeze.from} /> to <Exact at={freeze.until} />
      </p>
      <Button
        size="compact"
        busy={busy}
        refused={refused}
        onClick={async () => {
          if ((await send({})).ok) toast.success('The freeze is over; what waited for it goes on.')
        }}
      >
        End it
      </Button>
    </li>
  )
}

function FreezeDialog({ view, refused }: { view: SitesView; refused: string | null }) {
  const [open, setOpen] = useState(false)
  const [everywhere, setEverywhere] = useState(true)
  const [sites, setSites] = useState<readonly string[]>([])
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  const [reason, setReason] = useState('')
  const { send, busy } = useAct(api.freezes())
  const chosen = everywhere ? [] : sites
  const devices = view.sites
    .filter((site) => everywhere || sites.includes(site.id))
    .reduce((sum, site) => sum + site.devices, 0)
  const missing =
    !everywhere && sites.length === 0
      ? 'Choose a site.'
      : until === ''
        ? 'Say when it ends.'
        : reason.trim() === ''
          ? 'Say why: everybody who waits reads it.'
          : null
  const save = async () => {
    const answer = await send({
      sites: chosen,
      ...(from ? { from: new Date(from).getTime() } : {}),
      until: new Date(until).getTime(),
      reason,
    })
    if (!answer.ok) return
    setOpen(false)
    setReason('')
    toast.success(from ? 'The freeze is planned.' : 'Frozen: nothing new is deployed there.')
  }
  return (
    <>
      <Button size="compact" refused={refused} onClick={() => setOpen(true)}>
        Freeze …
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Freeze deployments"
        description="Rollouts in flight wait before they tell another device. Rollbacks and rails are not held."
        footer={
          <Button tone="primary" busy={busy} refused={missing} onClick={() => void save()}>
            Freeze {devices} {devices === 1 ? 'device' : 'devices'}
          </Button>
        }
      >
        <div className="flex flex-col gap-4 pb-1">
          <Segmented
            label="Where"
            value={everywhere ? 'all' : 'some'}
            onChange={(next) => setEverywhere(next === 'all')}
            options={[
              { key: 'all', label: 'Every site' },
              { key: 'some', label: 'Some sites' },
            ]}
          />
          {!everywhere && (
            <ul className="max-h-48 overflow-y-auto rounded-control border p-2">
              {view.sites.map((site) => (
                <li key={site.id}>
                  <label className="flex items-center gap-2 px-1 py-1">
                    <input
                      type="checkbox"
                      checked={sites.includes(site.id)}
                      onChange={(event) =>
                        setSites(event.target.checked ? [...sites, site.id] : sites.filter((id) => id !== site.id))
                      }
                    />
                    {site.name} <span className="text-muted text-secondary">{site.region}</span>
                  </label>
                </li>
              ))}
            </ul>
          )}
          <div className="grid gap-4 md:grid-cols-2">
            <TextField
              type="datetime-local"
              label="From"
              hint="empty: now"
              value={from}
              onChange={(event) => setFrom(event.target.value)}
            />
            <TextField
              type="datetime-local"
              label="Until"
              hint="in your time zone"
              value={until}
              onChange={(event) => setUntil(event.target.value)}
            />
          </div>
          <TextArea
            label="Why"
            placeholder="Stocktaking; call the site lead before you end it"
            maxLength={300}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
      </Dialog>
    </>
  )
}
