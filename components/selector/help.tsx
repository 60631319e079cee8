'use client'

import { CircleHelp } from 'lucide-react'
import { KEYS } from '../../server/protocol/selector/keys.ts'
import { Button } from '../ui/button.tsx'
import { Popover } from '../ui/popover.tsx'

/** The whole language on one card. */
export function Help() {
  return (
    <Popover
      label="How to write a query"
      className="max-h-[70dvh] w-[440px] overflow-y-auto"
      trigger={
        <Button size="icon" tone="ghost" aria-label="How to write a query">
          <CircleHelp aria-hidden className="size-4" strokeWidth={1.75} />
        </Button>
      }
    >
      <p>
        Conditions separated by spaces must all hold. A comma gives alternatives, <Code>-</Code> or <Code>!=</Code>{' '}
        turns one round, <Code>*</Code> stands for any characters, quotes hold spaces together. A word alone is looked
        for in id, name and site.
      </p>
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-secondary">
        {Object.entries(KEYS).map(([key, { example, means }]) => (
          <div key={key} className="contents">
            <dt>
              <Code>{example}</Code>
            </dt>
            <dd className="text-muted">{means}</dd>
          </div>
        ))}
        <dt>
          <Code>label.env=prod</Code>
        </dt>
        <dd className="text-muted">any label by its name</dd>
      </dl>
    </Popover>
  )
}

function Code({ children }: { children: string }) {
  return <code className="font-mono text-secondary whitespace-nowrap">{children}</code>
}
