'use client'

import { jumpTo } from './jump-to.ts'
import type { Missing } from './missing.ts'

/** More are done one after the other anyway. */
const AT_ONCE = 4

/** What is missing, first things first; each leads to where it is mended. */
export function MissingList({ missing }: { missing: readonly Missing[] }) {
  if (missing.length === 0) return null
  const shown = missing.slice(0, AT_ONCE)
  return (
    <div className="mt-2 text-secondary">
      {missing.length > 1 && <p className="text-muted">{missing.length} things are missing:</p>}
      <ol className="flex flex-col gap-1">
        {shown.map(({ says, at }) => (
          <li key={says} className="text-muted">
            {at === null ? (
              says
            ) : (
              <button
                type="button"
                onClick={() => jumpTo(at)}
                className="min-h-6 rounded-mark text-left text-text underline decoration-control underline-offset-2 hover:decoration-text"
              >
                {says}
              </button>
            )}
          </li>
        ))}
      </ol>
      {missing.length > shown.length && <p className="text-muted">and {missing.length - shown.length} more below.</p>}
    </div>
  )
}
