import { cva } from 'class-variance-authority'

/** Also worn by links that look like buttons. */
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
