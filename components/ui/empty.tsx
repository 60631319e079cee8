import type { ReactNode } from 'react'

/** How every list ends when there is nothing in it: one sentence, one act, the command that does the same. */
export function Empty({ children, act, command }: { children: ReactNode; act?: ReactNode; command?: string }) {
  return (
    <div className="flex flex-col items-start gap-3 px-4 py-8">
      <p className="max-w-prose text-form text-muted">{children}</p>
      {act}
      {command && (
        <code className="max-w-full overflow-x-auto rounded-control bg-sunken px-2.5 py-1.5 font-mono text-secondary">
          {command}
        </code>
      )}
    </div>
  )
}
