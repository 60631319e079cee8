'use client'

import { Search as Glyph } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { cn } from '../ui/cn.ts'
import { inputClass } from '../ui/field.tsx'

const DEBOUNCE_MS = 250

/** `/` jumps here from anywhere that is not a field. */
export function Search({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [text, setText] = useState(value)
  const [given, setGiven] = useState(value)
  if (given !== value) {
    setGiven(value)
    setText(value)
  }
  useEffect(() => {
    const jump = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement)
        return
      event.preventDefault()
      input.current?.focus()
    }
    document.addEventListener('keydown', jump)
    return () => {
      document.removeEventListener('keydown', jump)
      clearTimeout(timer.current)
    }
  }, [])
  return (
    <div className="relative w-full md:ml-auto md:w-72">
      <Glyph
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
        strokeWidth={1.75}
      />
      <input
        ref={input}
        type="search"
        aria-label="Search devices"
        placeholder="Name, id or site"
        className={cn(inputClass, 'pl-8')}
        value={text}
        onChange={(event) => {
          const next = event.target.value
          setText(next)
          clearTimeout(timer.current)
          timer.current = setTimeout(() => onChange(next.trim()), DEBOUNCE_MS)
        }}
      />
    </div>
  )
}
