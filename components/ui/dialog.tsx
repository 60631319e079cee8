'use client'

import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'

type Props = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** one sentence of consequence under the title */
  description: string
  children?: ReactNode
  /** the acts, the confirming one last */
  footer: ReactNode
}

/** A centred panel; on a phone a sheet at the bottom, where the thumb is. */
export function Dialog({ open, onOpenChange, title, description, children, footer }: Props) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="appear fixed inset-0 z-40 bg-[rgb(11_13_17/0.45)] dark:bg-[rgb(0_0_0/0.6)]" />
        <Radix.Content className="panel-in fixed inset-x-0 bottom-0 z-50 flex max-h-[90dvh] flex-col rounded-t-card border bg-card shadow-[0_16px_48px_rgb(0_0_0/0.24)] md:inset-x-auto md:top-[18dvh] md:bottom-auto md:left-1/2 md:max-h-[72dvh] md:w-[480px] md:-translate-x-1/2 md:rounded-card">
          <div className="flex items-start gap-4 px-5 pt-5">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-heading font-semibold">{title}</Radix.Title>
              <Radix.Description className="mt-1 text-form text-muted">{description}</Radix.Description>
            </div>
            <Radix.Close asChild>
              <Button tone="ghost" size="icon" aria-label="Close" className="-mt-1 -mr-2">
                <X aria-hidden className="size-4" strokeWidth={1.75} />
              </Button>
            </Radix.Close>
          </div>
          {children && <div className="min-h-0 overflow-y-auto px-5 pt-4 pb-1">{children}</div>}
          <div className="flex flex-col-reverse gap-2 px-5 pt-5 pb-5 md:flex-row md:justify-end">{footer}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
