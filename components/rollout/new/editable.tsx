'use client'

import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { plural } from '../../ui/numbers.ts'
import type { Choice } from './choice.ts'
import type { SingleKey } from './policy-words.ts'

type Props = {
  title: string
  keys: readonly SingleKey[]
  waves?: boolean
  /** what else was changed here that is no number */
  also?: string | null
  choice: Choice
  children: ReactNode
}

/** Numbers that are seldom changed: closed, and open where one of them is refused. */
export function Editable({ title, keys, waves = false, also = null, choice: { chosen, beyond }, children }: Props) {
  const here = (key: string) => keys.some((one) => one === key) || (waves && key.startsWith('wave'))
  const changed = chosen.set.filter((setting) => here(setting.split(':')[0] ?? '')).length
  const says = [...(changed > 0 ? [`${plural(changed, 'number')} changed`] : []), ...(also ? [also] : [])]
  const [open, setOpen] = useState(changed > 0 || also !== null)
  return (
    <details
      open={open || (beyond !== null && here(beyond.key))}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group border-t"
    >
      <summary className="flex min-h-11 cursor-pointer items-center gap-2 px-4 py-2">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-muted transition-transform duration-100 group-open:rotate-90"
          strokeWidth={1.75}
        />
        {title}
        <span className="ml-auto text-secondary">
          {says.length > 0 ? (
            <span className="font-medium text-run-text">{says.join(', ')}</span>
          ) : (
            <span className="text-muted">as the policy has it</span>
          )}
        </span>
      </summary>
      <div className="border-t">{children}</div>
    </details>
  )
}
