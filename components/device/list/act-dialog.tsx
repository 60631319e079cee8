'use client'

import { useState } from 'react'
import { toast } from 'sonner'
import { useAct } from '../../live/use-act.ts'
import { api } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea, TextField } from '../../ui/field.tsx'
import { plural } from '../../ui/numbers.ts'

export type Act = 'label' | 'group' | 'quarantine' | 'release'

const ACT = {
  label: {
    title: 'Add a label',
    verb: 'Label',
    done: 'labelled',
    says: 'A label can be selected by, and rules follow it.',
  },
  group: {
    title: 'Add to a group',
    verb: 'Add',
    done: 'added to the group',
    says: 'A group is how rollouts and configuration address devices beside site and region.',
  },
  quarantine: {
    title: 'Quarantine',
    verb: 'Quarantine',
    done: 'quarantined',
    says: 'No new rollout touches them until somebody releases them. What they run goes on running.',
  },
  release: {
    title: 'Release from quarantine',
    verb: 'Release',
    done: 'released',
    says: 'Rollouts may touch them again.',
  },
} as const satisfies Record<Act, { title: string; verb: string; done: string; says: string }>

type Props = {
  act: Act
  target: object
  devices: number
  /** which devices, in words or as a query */
  of: string
  onClose: (done: boolean) => void
}

export function ActDialog({ act, target, devices, of, onClose }: Props) {
  const { title, verb, done, says } = ACT[act]
  const { send, busy } = useAct(api.deviceAct(act))
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const missing = missingIn(act, first, second)
  const confirm = async () => {
    const answer = await send({ target, ...fieldsOf(act, first.trim(), second.trim()) })
    if (!answer.ok) return
    const { DevicesChanged } = await import('../../../server/protocol/commands/fleet-acts.ts')
    const { changed } = DevicesChanged.parse(answer.value)
    toast.success(changed === 0 ? 'All of them were so already.' : `${plural(changed, 'device')} ${done}.`)
    onClose(true)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose(false)}
      title={`${title}: ${plural(devices, 'device')}`}
      description={says}
      footer={
        <>
          <Button onClick={() => onClose(false)}>Keep as they are</Button>
          <Button tone={act === 'quarantine' ? 'danger' : 'primary'} refused={missing} busy={busy} onClick={confirm}>
            {verb} {plural(devices, 'device')}
          </Button>
        </>
      }
    >
      <p className="mb-4 text-muted">
        Applies to <span className="font-mono text-secondary text-text">{of}</span>.
      </p>
      {act === 'label' && (
        <div className="grid gap-4 md:grid-cols-2">
          <TextField
            label="Label"
            placeholder="env"
            maxLength={63}
            value={first}
            onChange={(e) => setFirst(e.target.value)}
          />
          <TextField
            label="Value"
            placeholder="prod"
            maxLength={200}
            value={second}
            onChange={(e) => setSecond(e.target.value)}
          />
        </div>
      )}
      {act === 'group' && (
        <TextField
          label="Group"
          placeholder="pilot"
          maxLength={60}
          value={first}
          onChange={(e) => setFirst(e.target.value)}
        />
      )}
      {(act === 'quarantine' || act === 'release') && (
        <TextArea label="Reason" maxLength={500} value={first} onChange={(e) => setFirst(e.target.value)} />
      )}
    </Dialog>
  )
}

function fieldsOf(act: Act, first: string, second: string): object {
  switch (act) {
    case 'label':
      return { label: first, value: second }
    case 'group':
      return { group: first, belongs: true }
    case 'quarantine':
    case 'release':
      return { reason: first }
    default:
      return act satisfies never
  }
}

function missingIn(act: Act, first: string, second: string): string | null {
  if (act === 'label') return first.trim() && second.trim() ? null : 'Give the label a name and a value.'
  if (act === 'group') return first.trim() ? null : 'Name the group.'
  return first.trim().length >= 3 ? null : 'Give a reason: it is shown on the device and in the audit.'
}
