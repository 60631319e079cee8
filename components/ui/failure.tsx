'use client'

import { Button } from './button.tsx'
import { Copy } from './copy.tsx'

/** A screen that could not be made. `digest` finds the cause in the server's log. */
export function Failure({ digest, retry }: { digest?: string | undefined; retry: () => void }) {
  return (
    <main className="mx-auto max-w-prose px-6 py-16" role="alert">
      <h1 className="font-semibold text-page">This screen could not be read</h1>
      <p className="mt-2 text-form text-muted">
        The server may be restarting, or it cannot reach its database. Rollouts go on without this page.
      </p>
      {digest && (
        <p className="mt-3 flex items-center gap-1 text-muted text-secondary">
          In the server's log: <code className="font-mono">{digest}</code>
          <Copy text={digest} label="Copy the log reference" />
        </p>
      )}
      <div className="mt-5">
        <Button tone="primary" onClick={retry}>
          Retry
        </Button>
      </div>
    </main>
  )
}
