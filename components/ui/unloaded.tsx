'use client'

import { Button } from './button.tsx'

/** Stands where a part of the page would be whose code did not arrive; the rest of the page goes on without it. */
export function Unloaded() {
  return (
    <div className="flex flex-wrap items-center gap-3 px-4 py-6 text-muted">
      <p>This part could not be loaded.</p>
      <Button size="compact" onClick={() => location.reload()}>
        Reload the page
      </Button>
    </div>
  )
}
