'use client'

import { useId, useState } from 'react'
import type { EnrolmentTokensView } from '../../server/protocol/views/enrolment-tokens-view.ts'
import { AgentLine } from '../live/agent-line.tsx'
import { useAct } from '../live/use-act.ts'
import { useRefusal } from '../live/use-refusal.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { inputClass, TextField } from '../ui/field.tsx'

type Props = { sites: EnrolmentTokensView['sites']; act: EnrolmentTokensView['act']; onCreated: () => void }

const words = (text: string): string[] => text.split(',').flatMap((word) => word.trim() || [])

/** Makes a token and shows it, once. */
export function CreateToken({ sites, act, onCreated }: Props) {
  const refusal = useRefusal()
  const [name, setName] = useState('')
  const [uses, setUses] = useState('1')
  const [hours, setHours] = useState('24')
  const [site, setSite] = useState('')
  const [hardware, setHardware] = useState('')
  const [groups, setGroups] = useState('')
  const [person, setPerson] = useState(false)
  const [made, setMade] = useState<string | null>(null)
  const { send, busy } = useAct(api.enrolmentTokens())
  const siteField = useId()

  async function create(): Promise<void> {
    const answer = await send({
      name,
      uses: Number(uses),
      hours: Number(hours),
      sites: site ? [site] : [],
      hardwareTypes: words(hardware),
      groups: words(groups),
      needsAcceptance: person,
    })
    if (!answer.ok) return
    const { EnrolmentTokenCreated } = await import('../../server/protocol/commands/create-enrolment-token.ts')
    setMade(EnrolmentTokenCreated.parse(answer.value).token)
    onCreated()
  }

  return (
    <Card title="Create a token">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void create()
        }}
      >
        <div className="grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-3">
          <TextField label="Name" placeholder="Line 3" value={name} onChange={(event) => setName(event.target.value)} />
          <TextField
            label="Devices"
            hint="How many may enrol with it"
            inputMode="numeric"
            value={uses}
            onChange={(event) => setUses(event.target.value)}
          />
          <TextField
            label="Hours"
            hint="Until it expires; at most 720"
            inputMode="decimal"
            value={hours}
            onChange={(event) => setHours(event.target.value)}
          />
          <div className="flex flex-col gap-1.5">
            <label htmlFor={siteField} className="font-medium">
              Site
            </label>
            <select
              id={siteField}
              className={inputClass}
              value={site}
              onChange={(event) => setSite(event.target.value)}
            >
              <option value="">any site</option>
              {sites.map(({ id, name: called }) => (
                <option key={id} value={id}>
                  {called}
                </option>
              ))}
            </select>
          </div>
          <TextField
            label="Hardware types"
            placeholder="any"
            hint="Separated by commas"
            value={hardware}
            onChange={(event) => setHardware(event.target.value)}
          />
          <TextField
            label="Groups to join"
            placeholder="none"
            hint="Separated by commas"
            value={groups}
            onChange={(event) => setGroups(event.target.value)}
          />
        </div>
        <div className="mt-4 flex flex-wrap items-center justify-between gap-3">
          <label className="flex items-center gap-2">
            <input
              type="checkbox"
              className="size-4 accent-primary"
              checked={person}
              onChange={(event) => setPerson(event.target.checked)}
            />
            A person accepts each device as well
          </label>
          <Button tone="primary" type="submit" busy={busy} refused={refusal(act)}>
            Create token
          </Button>
        </div>
      </form>
      {made !== null && (
        <div role="status" className="mt-4 flex flex-col gap-2 border-t pt-4">
          <p>
            <strong>Shown once.</strong> Only its hash is kept: copy the line now, and run it on the device.
          </p>
          <AgentLine token={made} />
        </div>
      )}
    </Card>
  )
}
