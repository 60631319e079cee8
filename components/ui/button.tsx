'use client'

import type { VariantProps } from 'class-variance-authority'
import { LoaderCircle } from 'lucide-react'
import { type ComponentProps, useId } from 'react'
import { toast } from 'sonner'
import { buttonClass } from './button-class.ts'
import { cn } from './cn.ts'
import { Tooltip } from './tooltip.tsx'

type Props = Omit<ComponentProps<'button'>, 'disabled'> &
  VariantProps<typeof buttonClass> & {
    /** why this act is refused now; the button stays visible, focusable and says so */
    refused?: string | null | undefined
    busy?: boolean | undefined
  }

export function Button({ tone, size, refused, busy, className, children, onClick, type = 'button', ...rest }: Props) {
  const reason = useId()
  const blocked = Boolean(refused) || Boolean(busy)
  const button = (
    <button
      {...rest}
      type={type}
      className={cn(buttonClass({ tone, size }), className)}
      aria-disabled={blocked || undefined}
      aria-busy={busy || undefined}
      aria-describedby={refused ? reason : rest['aria-describedby']}
      onClick={(event) => {
        if (blocked) {
          event.preventDefault()
          if (refused) toast.message(refused)
          return
        }
        onClick?.(event)
      }}
    >
      {busy && <LoaderCircle aria-hidden className="turning size-4" strokeWidth={1.75} />}
      {children}
    </button>
  )
  if (!refused) return button
  return (
    <>
      <Tooltip text={refused}>{button}</Tooltip>
      <span id={reason} hidden>
        {refused}
      </span>
    </>
  )
}
