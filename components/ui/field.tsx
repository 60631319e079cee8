import { type ComponentProps, type ReactNode, useId } from 'react'
import { cn } from './cn.ts'

export const inputClass =
  'h-8 w-full rounded-control bg-card px-2.5 text-form inset-ring inset-ring-control placeholder:text-muted aria-invalid:inset-ring-2 aria-invalid:inset-ring-fail pointer-coarse:h-11'

type Shared = { label: string; hint?: ReactNode; error?: string | null }

export function TextField({ label, hint, error, className, id: given, ...input }: Shared & ComponentProps<'input'>) {
  const made = useId()
  const id = given ?? made
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <input
        {...input}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={hint || error ? `${id}-hint` : undefined}
        className={cn(inputClass, className)}
      />
    </Field>
  )
}

export function TextArea({ label, hint, error, className, id: given, ...area }: Shared & ComponentProps<'textarea'>) {
  const made = useId()
  const id = given ?? made
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <textarea
        rows={3}
        {...area}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={hint || error ? `${id}-hint` : undefined}
        className={cn(inputClass, 'h-auto min-h-20 resize-y py-2 pointer-coarse:h-auto', className)}
      />
    </Field>
  )
}

function Field({ id, label, hint, error, children }: Shared & { id: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium text-body">
        {label}
      </label>
      {children}
      {(error || hint) && (
        <p id={`${id}-hint`} className={cn('text-secondary', error ? 'text-fail-text' : 'text-muted')}>
          {error || hint}
        </p>
      )}
    </div>
  )
}
