'use client'

import { useId } from 'react'
import { PRIORITIES } from '../../../server/protocol/priority.ts'
import { TextArea } from '../../ui/field.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { PLACE } from './missing.ts'
import type { Words } from './words.ts'

type Props = { words: Words; onWrite: (some: Partial<Words>) => void }

/** A device has one writer: what another rollout has is left out, or this one waits for its turn. */
export function QueueFields({ words, onWrite }: Props) {
  const id = useId()
  const on = words.behindPriority !== ''
  return (
    <div className="flex flex-col gap-3 border-t p-4">
      <label className="flex min-h-6 items-center gap-2 pointer-coarse:min-h-11">
        <input
          type="checkbox"
          aria-describedby={`${id}-means`}
          checked={on}
          onChange={({ target: { checked } }) =>
            onWrite(checked ? { behindPriority: 'normal' } : { behindPriority: '', behindReason: '' })
          }
        />
        <span className="font-medium">Wait for its turn</span>
      </label>
      <p id={`${id}-means`} className="text-muted text-secondary">
        {on
          ? 'It takes devices that another rollout has, and begins by itself when those ahead are over. It is planned again first: what would come out otherwise needs a person. Whoever has begun is never preempted.'
          : 'Devices that another rollout has are left out. Waiting takes them too, when it is over.'}
      </p>
      {on && (
        <div className="grid items-start gap-4 md:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-1.5">
            <span className="font-medium text-body">Priority</span>
            <Segmented
              label="Priority"
              value={PRIORITIES.find((one) => one === words.behindPriority) ?? 'normal'}
              onChange={(behindPriority) => onWrite({ behindPriority })}
              options={PRIORITIES.map((key) => ({ key, label: PRIORITY[key] }))}
            />
            <p className="text-muted text-secondary">Of those that wait, the more important goes first.</p>
          </div>
          <TextArea
            id={PLACE.queue}
            label="Why it waits"
            hint="Kept in the audit and in the report, under your name."
            placeholder="The camera fix has to be everywhere before this"
            maxLength={500}
            value={words.behindReason}
            onChange={(event) => onWrite({ behindReason: event.target.value })}
          />
        </div>
      )}
    </div>
  )
}

const PRIORITY = { urgent: 'Urgent', high: 'High', normal: 'Normal', low: 'Low' } as const
