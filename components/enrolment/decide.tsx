'use client'

import { useId, useState } from 'react'
import { toast } from 'sonner'
import type { LobbyView, WaitingDevice } from '../../server/protocol/views/lobby-view.ts'
import { useAct } from '../live/use-act.ts'
import { useRefusal } from '../live/use-refusal.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { inputClass, TextField } from '../ui/field.tsx'
import { plural } from '../ui/numbers.ts'

type Props = {
  devices: readonly WaitingDevice[]
  sites: LobbyView['sites']
  act: LobbyView['act']
  onDone: () => void
}

/** What becomes of the chosen devices. One alone may be given another id. */
export function Decide({ devices, sites, act, onDone }: Props) {
  const refusal = useRefusal()
  const [only] = devices.length === 1 ? devices : []
  const [site, setSite] = useState('')
  const [id, setId] = useState(only?.deviceId ?? '')
  const [groups, setGroups] = useState('')
  const [reason, setReason] = useState('')
  const accept = useAct(api.lobbyAct('accept'))
  const reject = useAct(api.lobbyAct('reject'))
  const siteField = useId()
  const forbidden = refusal(act)
  const lost = devices.find(({ siteId }) => site === '' && !sites.some((one) => one.id === siteId))
  const what = only ? only.deviceId : plural(devices.length, 'device')

  async function onAccept(): Promise<void> {
    const wish = { ...(site && { siteId: site }), ...(only && { deviceId: id.trim() }) }
    const answer = await accept.send({
      devices: devices.map(({ fingerprint }) => ({ fingerprint, ...wish })),
      groups: groups.split(',').flatMap((group) => group.trim() || []),
    })
    if (!answer.ok) return
    const { WaitingAccepted } = await import('../../server/protocol/commands/lobby-acts.ts')
    const { accepted, refused } = WaitingAccepted.parse(answer.value)
    toast.success(`${plural(accepted.length, 'device')} accepted: going on by themselves within seconds.`)
    for (const { because } of refused.slice(0, 3)) toast.error(because)
    onDone()
  }

  return (
    <Card title={`Decide about ${what}`}>
      <div className="grid items-start gap-4 md:grid-cols-3">
        {only && <TextField label="Id" value={id} onChange={(event) => setId(event.target.value)} spellCheck={false} />}
        <div className="flex flex-col gap-1.5">
          <label htmlFor={siteField} className="font-medium">
            Site
          </label>
          <select id={siteField} className={inputClass} value={site} onChange={(event) => setSite(event.target.value)}>
            <option value="">as {only ? 'it says' : 'they say'}</option>
            {sites.map(({ id: key, name }) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <TextField
          label="Groups"
          placeholder="none"
          hint="Separated by commas"
          value={groups}
          onChange={(event) => setGroups(event.target.value)}
        />
      </div>
      <div className="mt-4 flex flex-wrap items-end justify-between gap-4">
        <Button
          tone="primary"
          busy={accept.busy}
          refused={forbidden ?? (lost ? `Choose a site: ${lost.deviceId} names none that exists.` : null)}
          onClick={() => void onAccept()}
        >
          The fingerprint matches: accept {what}
        </Button>
        <form
          className="flex flex-wrap items-end gap-2"
          onSubmit={async (event) => {
            event.preventDefault()
            const fingerprints = devices.map(({ fingerprint }) => fingerprint)
            if (reason.trim() && (await reject.send({ fingerprints, reason })).ok) onDone()
          }}
        >
          <TextField
            label="Why it is rejected"
            placeholder="not one of ours"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <Button
            tone="quiet-danger"
            type="submit"
            busy={reject.busy}
            refused={
              forbidden ?? (reason.trim() ? null : 'Say why: the device is told, and so is whoever looks later.')
            }
          >
            Reject
          </Button>
        </form>
      </div>
    </Card>
  )
}
