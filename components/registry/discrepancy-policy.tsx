'use client'

import { useId, useState } from 'react'
import { toast } from 'sonner'
import type { DiscrepanciesView } from '../../server/protocol/views/discrepancies-view.ts'
import { At } from '../live/time.tsx'
import { useAct } from '../live/use-act.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { cn } from '../ui/cn.ts'
import { inputClass } from '../ui/field.tsx'
import { plural } from '../ui/numbers.ts'
import { Segmented } from '../ui/segmented.tsx'
import { type Draft, draftOf, FIELDS, type Field, isMeasured, policyOf, resolvedBy } from './policy-draft.ts'

type Props = { view: DiscrepanciesView; refused: string | null }

/** Field by field: is the device followed, or does a person look first? Each choice says what it does now. */
export function DiscrepancyPolicyCard({ view, refused }: Props) {
  const [draft, setDraft] = useState(() => draftOf(view.policy))
  const { send, busy } = useAct(api.discrepancyPolicy(), 'PUT')
  const said = policyOf(draft)
  const unchanged = 'policy' in said && JSON.stringify(said.policy) === JSON.stringify(view.policy)
  const resolves = FIELDS.reduce((sum, field) => sum + resolvedBy(field, draft[field], view), 0)
  return (
    <Card
      title="Without a person"
      note={
        view.set ? (
          <>
            set by {view.set.by}, <At at={view.set.at} seconds={false} />
          </>
        ) : (
          'as the server came'
        )
      }
      flush
    >
      <ul className="divide-y">
        {FIELDS.map((field) => (
          <FieldRow
            key={field}
            field={field}
            choice={draft[field]}
            view={view}
            onChoose={(choice) => setDraft({ ...draft, [field]: choice })}
          />
        ))}
        <li className="grid gap-x-4 gap-y-1 px-4 py-3 md:grid-cols-[9rem_1fr]">
          <span className="font-medium">Identity</span>
          <span className="text-muted">
            Always held: two machines under one identity are never resolved without a person.
          </span>
        </li>
      </ul>
      <div className="flex flex-wrap items-center gap-3 border-t px-4 py-3">
        <Button
          tone="primary"
          busy={busy}
          refused={refused ?? (unchanged ? 'That is how it is set now.' : 'wrong' in said ? said.wrong : null)}
          onClick={async () => {
            if ('policy' in said && (await send(said.policy)).ok) toast.success('The policy is set.')
          }}
        >
          {resolves > 0 ? `Set, and resolve ${plural(resolves, 'discrepancy', 'discrepancies')}` : 'Set the policy'}
        </Button>
        <span className="text-muted text-secondary">Every difference stays noted on the device and in the audit.</span>
      </div>
    </Card>
  )
}

type RowProps = {
  field: Field
  choice: Draft[Field]
  view: DiscrepanciesView
  onChoose: (choice: Draft[Field]) => void
}

function FieldRow({ field, choice, view, onChoose }: RowProps) {
  const id = useId()
  const { way, within } = choice
  return (
    <li className="grid items-start gap-x-4 gap-y-2 px-4 py-3 md:grid-cols-[9rem_17rem_1fr]">
      <span className="font-medium md:pt-0.5">{NAME[field]}</span>
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label={NAME[field]}
          value={way}
          onChange={(next) => onChoose({ ...choice, way: next })}
          options={isMeasured(field) ? MEASURED : PLAIN}
        />
        {way === 'within' && (
          <span className="flex items-center gap-1.5">
            <label htmlFor={id} className="sr-only">
              {NAME[field]}: per cent
            </label>
            <input
              id={id}
              inputMode="decimal"
              value={within}
              onChange={(event) => onChoose({ ...choice, within: event.target.value })}
              className={cn(inputClass, 'h-7 w-14 text-right')}
            />
            %
          </span>
        )}
      </div>
      <p className="text-muted md:pt-0.5">{consequence(field, choice, view)}</p>
    </li>
  )
}

function consequence(field: Field, choice: Draft[Field], view: DiscrepanciesView): string {
  const open = view.kinds[field]
  const resolved = resolvedBy(field, choice, view)
  const left = open - resolved
  const rest = left > 0 ? ` ${plural(left, 'open one')} ${left === 1 ? 'goes' : 'go'} on waiting.` : ''
  switch (choice.way) {
    case 'hold':
      return open > 0
        ? `Nothing is deployed until a person has looked. ${plural(open, 'open one')} ${open === 1 ? 'waits' : 'wait'}.`
        : 'Nothing is deployed until a person has looked.'
    case 'within':
      return `Up to ${choice.within || '…'} % apart, rollouts go on.${resolvedNow(resolved)}${rest}`
    case 'follow':
      return `${FOLLOWED[field]}${resolvedNow(resolved)}`
  }
}

const resolvedNow = (resolved: number): string =>
  resolved > 0 ? ` ${plural(resolved, 'open one')} ${resolved === 1 ? 'is' : 'are'} resolved at once.` : ''

const FOLLOWED = {
  memory: 'However little memory it says, rollouts go on; pre-flight still asks for what a release needs.',
  disk: 'However small its disk, rollouts go on; pre-flight still asks for what a release needs.',
  'hardware-type': 'It gets the artifacts of the type it says from now on.',
  architecture: 'It gets the artifacts of the architecture it says from now on.',
  capabilities: 'What it says it can do counts at once.',
  version: 'What nobody asked for is only drift, and rollouts go on.',
} as const satisfies Record<Field, string>

const NAME = {
  memory: 'Memory',
  disk: 'Disk',
  'hardware-type': 'Hardware type',
  architecture: 'Architecture',
  capabilities: 'Capabilities',
  version: 'Version',
} as const satisfies Record<Field, string>

const PLAIN = [
  { key: 'hold', label: 'Hold for a person' },
  { key: 'follow', label: 'Follow the device' },
] as const
const MEASURED = [
  { key: 'hold', label: 'Hold' },
  { key: 'within', label: 'Within …' },
  { key: 'follow', label: 'Follow' },
] as const
