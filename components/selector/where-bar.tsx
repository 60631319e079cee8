'use client'

import { Search, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { withoutTerm } from '../../server/protocol/selector/edit.ts'
import { parseSelector, termsIn } from '../../server/protocol/selector/parse.ts'
import type { DeviceFacetsView } from '../../server/protocol/views/devices-view.ts'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/cn.ts'
import { inputClass } from '../ui/field.tsx'
import { Help } from './help.tsx'
import { suggest } from './suggest.ts'

const DEBOUNCE_MS = 350

type Props = { where: string; facets: DeviceFacetsView | null; onChange: (where: string) => void }

/** The query as text and as chips: one truth. What cannot be understood stays here and the list stays what it was. */
export function WhereBar({ where, facets, onChange }: Props) {
  const [text, setText] = useState(where)
  const [given, setGiven] = useState(where)
  if (given !== where) {
    setGiven(where)
    if (text.trim() !== where) setText(where)
  }
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const take = (next: string) => {
    clearTimeout(timer.current)
    if (parseSelector(next).ok && next.trim() !== where) onChange(next.trim())
  }
  const write = (next: string) => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => take(next), DEBOUNCE_MS)
  }
  const parsed = parseSelector(text)
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-start gap-2">
        <QueryField text={text} facets={facets} invalid={!parsed.ok} onWrite={write} onTake={take} />
        <Help />
      </div>
      {!parsed.ok && <Problem text={text} at={parsed.at} message={parsed.message} />}
      <Chips where={where} onChange={onChange} />
    </div>
  )
}

type FieldProps = {
  text: string
  facets: DeviceFacetsView | null
  invalid: boolean
  onWrite: (text: string) => void
  onTake: (text: string) => void
}

/** `/` jumps here from anywhere that is not a field. */
function QueryField({ text, facets, invalid, onWrite, onTake }: FieldProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [open, setOpen] = useState(false)
  const [caret, setCaret] = useState(text.length)
  const [chosen, setChosen] = useState(-1)
  useEffect(() => {
    const jump = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || (event.target instanceof HTMLElement && event.target.closest('input, textarea'))) return
      event.preventDefault()
      input.current?.focus()
    }
    document.addEventListener('keydown', jump)
    return () => document.removeEventListener('keydown', jump)
  }, [])
  const from = text.slice(0, caret).search(/[^\s]*$/)
  const all = open ? suggest(text.slice(from, caret), facets) : []
  const accept = (index: number) => {
    const suggestion = all[index]
    if (!suggestion) return
    const rest = text.slice(caret).replace(/^[^\s]*/, '')
    const begun = text.slice(0, from) + suggestion.text
    const whole = suggestion.text.endsWith(':') ? begun + rest : `${begun}${rest || ' '}`
    onWrite(whole)
    setCaret(suggestion.text.endsWith(':') ? begun.length : begun.length + 1)
    setChosen(-1)
    input.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      setChosen((before) => Math.max(-1, Math.min(all.length - 1, before + step)))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (chosen >= 0) accept(chosen)
      else {
        setOpen(false)
        onTake(text)
      }
    } else if (event.key === 'Escape') setOpen(false)
  }
  const shown = all.length > 0
  return (
    <div className="relative min-w-0 flex-1">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-4 left-2.5 size-4 -translate-y-1/2 text-muted pointer-coarse:top-[22px]"
        strokeWidth={1.75}
      />
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label="Query"
        aria-expanded={shown}
        aria-controls={`${id}-suggestions`}
        aria-activedescendant={shown && chosen >= 0 ? `${id}-${chosen}` : undefined}
        aria-autocomplete="list"
        aria-invalid={invalid || undefined}
        aria-describedby={invalid ? PROBLEM_ID : undefined}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={2000}
        placeholder="Text, or type:jetson-orin region:eu status:degraded label.env=prod last_seen:>1h"
        className={cn(inputClass, 'pl-8 font-mono text-secondary')}
        value={text}
        onChange={(event) => {
          setOpen(true)
          setChosen(-1)
          setCaret(event.target.selectionStart ?? event.target.value.length)
          onWrite(event.target.value)
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
      />
      <div
        id={`${id}-suggestions`}
        role="listbox"
        aria-label="Suggestions"
        hidden={!shown}
        className="panel-in absolute inset-x-0 top-full z-30 mt-1 max-h-72 overflow-y-auto rounded-card border bg-card p-1 shadow-[0_8px_24px_rgb(0_0_0/0.16)]"
      >
        {all.map((suggestion, index) => (
          <div
            key={suggestion.text}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            // The field keeps the focus: a press would take it away before the choice is made.
            onMouseDown={(event) => {
              event.preventDefault()
              accept(index)
            }}
            className={cn(
              'flex min-h-8 cursor-default items-center gap-3 rounded-[5px] px-2.5 hover:bg-sunken',
              index === chosen && 'bg-sunken',
            )}
          >
            <span className="font-mono text-secondary">{suggestion.text}</span>
            <span className="ml-auto truncate text-muted text-secondary">{suggestion.means}</span>
          </div>
        ))}
      </div>
    </div>
  )
}

const PROBLEM_ID = 'query-problem'

/** Points at the character, in the text and in words. */
function Problem({ text, at, message }: { text: string; at: number; message: string }) {
  return (
    <div id={PROBLEM_ID} role="alert" className="rounded-control border border-fail-text/30 bg-fail-soft px-3 py-2">
      <p className="overflow-x-auto font-mono text-secondary whitespace-pre" aria-hidden>
        {text.slice(0, at)}
        <mark className="rounded-[2px] bg-fail-text px-px text-card">{text.charAt(at) || ' '}</mark>
        {text.slice(at + 1)}
      </p>
      <p className="text-fail-text">
        {message} <span className="text-muted">Character {at + 1}.</span>
      </p>
    </div>
  )
}

function Chips({ where, onChange }: Pick<Props, 'where' | 'onChange'>) {
  const terms = termsIn(where)
  if (terms.length === 0) return null
  return (
    <ul aria-label="Conditions" className="flex flex-wrap items-center gap-1.5">
      {terms.map(({ from, to }, index) => {
        const text = where.slice(from, to)
        return (
          <li key={`${from} ${text}`}>
            <button
              type="button"
              aria-label={`Remove ${text}`}
              onClick={() => onChange(withoutTerm(where, index))}
              className="inline-flex h-7 max-w-80 items-center gap-1.5 rounded-chip bg-run-soft pr-2 pl-2.5 font-mono text-run-text text-secondary hover:line-through pointer-coarse:h-11"
            >
              <span className="truncate">{text}</span>
              <X aria-hidden className="size-3.5 shrink-0" strokeWidth={2} />
            </button>
          </li>
        )
      })}
      <li>
        <Button size="compact" tone="ghost" onClick={() => onChange('')}>
          Clear
        </Button>
      </li>
    </ul>
  )
}
