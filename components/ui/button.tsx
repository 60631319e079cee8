'use client'

import { cva, type VariantProps } from 'class-variance-authority'
import { LoaderCircle } from 'lucide-react'
import { type ComponentProps, useId } from 'react'
import { toast } from 'sonner'
import { cn } from './cn.ts'
import { Tooltip } from './tooltip.tsx'

export const buttonClass = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-2 rounded-control font-medium whitespace-nowrap transition-colors duration-100 ease-out aria-disabled:cursor-not-allowed pointer-coarse:min-h-11',
  {
    variants: {
      tone: {
        primary:
          'bg-primary text-white hover:bg-primary-hover aria-disabled:bg-sunken aria-disabled:text-muted aria-disabled:inset-ring aria-disabled:inset-ring-border',
        danger:
          'bg-danger text-white hover:bg-danger-hover aria-disabled:bg-sunken aria-disabled:text-muted aria-disabled:inset-ring aria-disabled:inset-ring-border',
        secondary:
          'bg-card inset-ring inset-ring-control hover:bg-sunken aria-disabled:bg-card aria-disabled:text-muted aria-disabled:inset-ring-border',
        'quiet-danger':
          'bg-card text-fail-text inset-ring inset-ring-control hover:bg-fail-soft aria-disabled:bg-card aria-disabled:text-muted aria-disabled:inset-ring-border',
        ghost: 'hover:bg-sunken aria-disabled:text-muted aria-disabled:hover:bg-transparent',
      },
      size: {
        compact: 'h-7 px-2.5 text-secondary',
        normal: 'h-8 px-3 text-body',
        large: 'h-12 px-4 text-form',
        icon: 'size-8 pointer-coarse:min-w-11',
      },
    },
    defaultVariants: { tone: 'secondary', size: 'normal' },
  },
)

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
