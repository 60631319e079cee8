'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ArrowLeftRight } from 'lucide-react'
import { useState } from 'react'
import type { DeviceId } from '../../../server/protocol/ids.ts'
import type { Plan } from '../../../server/protocol/plan.ts'
import type { CanaryChoicesView } from '../../../server/protocol/views/new-rollout-view.ts'
import { act, ReadFailed } from '../../live/api.ts'
import { api } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { inputClass } from '../../ui/field.tsx'
import { plural } from '../../ui/numbers.ts'
import { Popover } from '../../ui/popover.tsx'

type Pick = Plan['canary']['picks'][number]
type Props = { pick: Pick; body: object; onSwap: (instead: DeviceId | null) => void }

/** Another device in the place of one canary. Who may never be one is shown too, with why not. */
export function Swap({ pick, body, onSwap }: Props) {
  const [open, setOpen] = useState(false)
  const take = (instead: DeviceId | null) => {
    setOpen(false)
    onSwap(instead)
  }
  return (
    <Popover
      label={`Another canary than ${pick.name}`}
      open={open}
      onOpenChange={setOpen}
      className="max-h-(--radix-popover-content-available-height) min-h-64 w-[420px] overflow-y-auto p-3"
      trigger={
        <Button size="compact" aria-label={`Swap ${pick.name}`}>
          <ArrowLeftRight aria-hidden className="size-4" strokeWidth={1.75} />
          Swap
        </Button>
      }
    >
      <Choices pick={pick} body={body} onTake={take} />
    </Popover>
  )
}

function Choices({ pick, body, onTake }: { pick: Pick; body: object; onTake: (instead: DeviceId | null) => void }) {
  const [find, setFind] = useState('')
  const list = useQuery({
    queryKey: ['canary choices', body, pick.deviceId, find],
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const answer = await act(api.canaryChoices(), { plan: body, take: pick.deviceId, find })
      if (!answer.ok) throw new ReadFailed(answer.refusal, answer.signedOut)
      const { CanaryChoicesView } = await import('../../../server/protocol/views/new-rollout-view.ts')
      return CanaryChoicesView.parse(answer.value)
    },
  })
  const view = list.data
  return (
    <div className="flex flex-col gap-2">
      <p className="font-medium">
        Instead of {pick.name}
        {pick.covers.length > 0 && (
          <span className="text-muted text-secondary"> · stands for {pick.covers.join(', ')}</span>
        )}
      </p>
      <input
        type="search"
        aria-label="Find a device"
        placeholder="Name, id or site"
        className={inputClass}
        value={find}
        onChange={(event) => setFind(event.target.value)}
      />
      {list.error && <p className="text-fail-text text-secondary">{list.error.message}</p>}
      {view && view.choices.length === 0 && (
        <p className="text-muted text-secondary">No other device of this rollout matches.</p>
      )}
      {view && view.choices.length > 0 && <Listed choices={view.choices} onTake={onTake} />}
      {view && view.more > 0 && (
        <p className="text-muted text-secondary">{plural(view.more, 'more device')}: write a part of the name.</p>
      )}
      <Button size="compact" tone="ghost" className="self-start" onClick={() => onTake(null)}>
        Take {pick.name} out, nobody instead
      </Button>
    </div>
  )
}

type Choice = CanaryChoicesView['choices'][number]

/** Whom to take first; then what the others would cost; last those that never may, each with why. */
function Listed({ choices, onTake }: { choices: readonly Choice[]; onTake: (instead: DeviceId) => void }) {
  const fitting = choices.filter(({ refused, loses }) => refused === null && loses.length === 0)
  const losing = choices.filter(({ refused, loses }) => refused === null && loses.length > 0)
  const refused = choices.filter((choice) => choice.refused !== null)
  const lost = [...new Set(losing.flatMap(({ loses }) => loses))]
  return (
    <>
      {fitting.length > 0 ? (
        <ul aria-label="Other canaries" className="flex flex-col gap-1">
          {fitting.map((choice) => (
            <One key={choice.deviceId} choice={choice} onTake={onTake} />
          ))}
        </ul>
      ) : (
        <p className="text-muted text-secondary">Nobody else stands for the same.</p>
      )}
      {losing.length > 0 && (
        <section aria-label="Would leave a gap">
          <p className="mt-1 mb-1 text-secondary text-warn-text">
            With one of these nobody stands for {lost.join(', ')}: R-030 holds the start until somebody does.
          </p>
          <ul className="flex flex-col gap-1">
            {losing.map((choice) => (
              <One key={choice.deviceId} choice={choice} onTake={onTake} />
            ))}
          </ul>
        </section>
      )}
      {refused.length > 0 && (
        <ul aria-label="Never a canary" className="flex flex-col gap-1 text-muted text-secondary">
          {refused.map((choice) => (
            <li key={choice.deviceId}>
              {choice.name} can not be a canary: {choice.refused}.
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function One({ choice, onTake }: { choice: Choice; onTake: (instead: DeviceId) => void }) {
  return (
    <li>
      <button
        type="button"
        onClick={() => onTake(choice.deviceId)}
        className="w-full rounded-control px-2.5 py-1.5 text-left inset-ring inset-ring-border hover:bg-sunken pointer-coarse:min-h-11"
      >
        <span className="font-medium">{choice.name}</span>{' '}
        <span className="text-muted text-secondary">
          {choice.hardwareType} in {choice.region}, {choice.siteId} · fidelity {choice.monitoringFidelity} of 5
        </span>
      </button>
    </li>
  )
}
