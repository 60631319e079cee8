'use client'

import { Plus } from 'lucide-react'
import { useId, useState } from 'react'
import type { DriftAction } from '../../server/protocol/drift.ts'
import { DRIFT_KINDS } from '../../server/protocol/drift.ts'
import { useAct } from '../live/use-act.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { inputClass, TextField } from '../ui/field.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { KIND } from './words.ts'

const ACTIONS = [
  { key: 'report', label: 'Report' },
  { key: 'reconcile', label: 'Reconcile' },
  { key: 'ignore', label: 'Ignore' },
] as const

const MEANS = {
  report: 'It is shown and nothing is changed, even where another rule would.',
  reconcile: 'Devices are put back by themselves. One goes first of more than ten; a failure stops the rule.',
  ignore: 'It is listed apart, and comes back when the rule ends.',
} as const satisfies Record<DriftAction, string>

const BLANK = { selector: '', kind: '*', keyPattern: '*', reason: '', perMinute: '5', expiresInDays: '' }

export function NewRule({ personName, refused }: { personName: string; refused: string | null }) {
  const [open, setOpen] = useState(false)
  const [action, setAction] = useState<DriftAction>('report')
  const [rule, setRule] = useState({ ...BLANK, owner: personName })
  const kinds = useId()
  const { send, busy } = useAct(api.driftRules())
  const set = (key: keyof typeof rule) => (event: { target: { value: string } }) =>
    setRule({ ...rule, [key]: event.target.value })
  const days = rule.expiresInDays.trim() === '' ? null : Number(rule.expiresInDays)
  const missing = !rule.reason.trim()
    ? 'Say why.'
    : action === 'ignore' && days === null
      ? 'A rule that ignores has to end: say after how many days.'
      : null
  return (
    <>
      <Button size="compact" refused={refused} onClick={() => setOpen(true)}>
        <Plus aria-hidden className="size-4" strokeWidth={1.75} />
        New rule
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="New rule"
        description="What is done about differences like these, who answers for it, and until when."
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Close</Button>
            <Button
              tone="primary"
              busy={busy}
              refused={missing}
              onClick={async () => {
                const { selector, kind, keyPattern, owner, reason } = rule
                const perMinute = Number(rule.perMinute)
                const body = { selector, kind, keyPattern, owner, reason, action, perMinute, expiresInDays: days }
                const answer = await send(body)
                if (!answer.ok) return
                setOpen(false)
                setRule({ ...BLANK, owner: personName })
              }}
            >
              Create rule
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <div className="flex flex-col items-start gap-1.5">
            <Segmented label="What is done" value={action} onChange={setAction} options={ACTIONS} />
            <p className="text-muted text-secondary">{MEANS[action]}</p>
          </div>
          <TextField
            label="Devices"
            hint="A selector such as site:lyon label.env=prod. Empty: every device."
            value={rule.selector}
            onChange={set('selector')}
            className="font-mono"
          />
          <div className="grid gap-4 md:grid-cols-2">
            <div className="flex flex-col gap-1.5">
              <label htmlFor={kinds} className="font-medium text-body">
                Kind
              </label>
              <select id={kinds} className={inputClass} value={rule.kind} onChange={set('kind')}>
                <option value="*">Any</option>
                {DRIFT_KINDS.map((kind) => (
                  <option key={kind} value={kind}>
                    {KIND[kind].label}
                  </option>
                ))}
              </select>
            </div>
            <TextField
              label="Key"
              hint="* stands for any characters."
              value={rule.keyPattern}
              onChange={set('keyPattern')}
              className="font-mono"
            />
          </div>
          <TextField label="Why" maxLength={500} value={rule.reason} onChange={set('reason')} />
          <div className="grid gap-4 md:grid-cols-2">
            <TextField label="Owner" maxLength={100} value={rule.owner} onChange={set('owner')} />
            <TextField
              label="Ends after days"
              hint={action === 'ignore' ? 'Needed.' : 'Empty: it does not end by itself.'}
              inputMode="numeric"
              value={rule.expiresInDays}
              onChange={set('expiresInDays')}
            />
          </div>
          {action === 'reconcile' && (
            <TextField
              label="Devices a minute"
              inputMode="numeric"
              value={rule.perMinute}
              onChange={set('perMinute')}
            />
          )}
        </div>
      </Dialog>
    </>
  )
}
