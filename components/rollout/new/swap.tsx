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
      className="max-h-[70dvh] w-[420px] overflow-y-auto p-3"
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
      {view && view.choices.length > 0 && (
        <ul aria-label="Other canaries" className="flex flex-col gap-1">
          {view.choices.map((choice) => (
            <li key={choice.deviceId}>
              <One choice={choice} onTake={() => onTake(choice.deviceId)} />
            </li>
          ))}
        </ul>
      )}
      {view && view.more > 0 && (
        <p className="text-muted text-secondary">{plural(view.more, 'more device')}: write a part of the name.</p>
      )}
      <Button size="compact" tone="ghost" className="self-start" onClick={() => onTake(null)}>
        Take {pick.name} out, nobody instead
      </Button>
    </div>
  )
}

function One({ choice, onTake }: { choice: CanaryChoicesView['choices'][number]; onTake: () => void }) {
  const { name, hardwareType, region, siteId, monitoringFidelity, refused, loses } = choice
  const place = `${hardwareType} in ${region}, ${siteId} · fidelity ${monitoringFidelity} of 5`
  if (refused !== null)
    return (
      <div className="rounded-control px-2.5 py-1.5 text-muted">
        <p>{name}</p>
        <p className="text-secondary">Can not be a canary: {refused}.</p>
      </div>
    )
  return (
    <button
      type="button"
      onClick={onTake}
      className="w-full rounded-control px-2.5 py-1.5 text-left inset-ring inset-ring-border hover:bg-sunken pointer-coarse:min-h-11"
    >
      <span className="font-medium">{name}</span> <span className="text-muted text-secondary">{place}</span>
      {loses.length > 0 && (
        <span className="block text-secondary text-warn-text">
          Nobody would stand for {loses.join(', ')}: R-030 holds the start until somebody does.
        </span>
      )}
    </button>
  )
}
