'use client'

import { Undo2 } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import type { PolicyField } from '../../../server/protocol/policy-field.ts'
import { Button } from '../../ui/button.tsx'
import { cn } from '../../ui/cn.ts'
import { inputClass } from '../../ui/field.tsx'
import { shownValue, unitOf } from './policy-units.ts'

type Props = {
  field: PolicyField
  label: string
  value: number
  /** what the policy has as shipped */
  shipped: number
  /** why this number is refused, in the server's words */
  problem: string | null
  /** what it means for the devices that are chosen */
  means: ReactNode
  onChange: (value: number) => void
}

/** One number of a policy: its unit, its limits, what it means, and the way back to what the policy has. */
export function PolicyNumber({ field, label, value, shipped, problem, means, onChange }: Props) {
  const id = useId()
  const unit = unitOf(field, shipped)
  const [text, setText] = useState(String(value / unit.size))
  const [given, setGiven] = useState(value)
  if (given !== value) {
    setGiven(value)
    if (numberIn(text) !== value / unit.size) setText(String(value / unit.size))
  }
  const write = (next: string) => {
    setText(next)
    const written = numberIn(next)
    if (written !== null) onChange(written * unit.size)
  }
  const wrong = numberIn(text) === null ? 'Write a number.' : problem
  const changed = value !== shipped
  return (
    <div className="grid gap-x-4 gap-y-1 px-4 py-2.5 md:grid-cols-[200px_136px_minmax(0,1fr)] md:items-start">
      <label htmlFor={id} className="md:pt-1.5">
        {label}
        {changed && ' '}
        {changed && <span className="ml-1 font-medium text-run-text text-secondary">Changed</span>}
      </label>
      <span className="flex items-center gap-2">
        <input
          id={id}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          aria-invalid={wrong ? true : undefined}
          aria-describedby={`${id}-means`}
          className={cn(inputClass, 'w-20 text-right tabular-nums')}
          value={text}
          onChange={(event) => write(event.target.value)}
        />
        <span className="text-muted text-secondary">{unit.word}</span>
      </span>
      <div id={`${id}-means`} className="min-w-0 text-secondary md:pt-1.5">
        {wrong ? <p className="text-fail-text">{wrong}</p> : <p>{means}</p>}
        <p className="flex flex-wrap items-center gap-x-2 text-muted">
          {shownValue(field, field.least)} to {shownValue(field, field.most)}
          {field.rule && ` · ${field.rule}`} · default {shownValue(field, shipped)}
          {changed && (
            <Button
              size="compact"
              tone="ghost"
              className="h-6"
              aria-label={`Reset ${label} to ${shownValue(field, shipped)}`}
              onClick={() => {
                setText(String(shipped / unit.size))
                onChange(shipped)
              }}
            >
              <Undo2 aria-hidden className="size-3.5" strokeWidth={1.75} />
              Reset
            </Button>
          )}
        </p>
      </div>
    </div>
  )
}

function numberIn(text: string): number | null {
  const trimmed = text.trim().replace(',', '.')
  return /^\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : null
}
