'use client'

import Link from 'next/link'
import { useState } from 'react'
import { toast } from 'sonner'
import type { Draft } from '../../../server/protocol/views/drafts-view.ts'
import { act } from '../../live/api.ts'
import { Ago } from '../../live/time.tsx'
import { api, page } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'

/** Where somebody left off. Their own only, and gone as soon as one of them is being written. */
export function Drafts({ initial }: { initial: readonly Draft[] }) {
  const [drafts, setDrafts] = useState(initial)
  if (drafts.length === 0) return null
  const discard = async ({ id }: Draft) => {
    const answer = await act(api.draft(id), {}, 'DELETE')
    if (answer.ok) setDrafts((before) => before.filter((one) => one.id !== id))
    else toast.error(answer.refusal.message)
  }
  return (
    <Card title="Your drafts" note="Only you see them; none counts as a plan" flush className="mb-4">
      <ul className="max-h-56 divide-y overflow-y-auto">
        {drafts.map((draft) => (
          <li key={draft.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5">
            <a
              href={page.draft(draft.id)}
              className="min-w-0 break-words rounded-mark font-medium text-run-text underline"
            >
              {draft.title}
            </a>
            <span className="text-muted text-secondary">
              saved <Ago at={draft.updatedAt} />
              {draft.revisionOf !== null && (
                <>
                  {' · revision of '}
                  <Link href={page.plan(draft.revisionOf)} className="underline underline-offset-2">
                    plan {draft.revisionOf}
                  </Link>
                </>
              )}
            </span>
            <Button
              tone="ghost"
              size="compact"
              className="ml-auto"
              aria-label={`Discard ${draft.title}`}
              onClick={() => void discard(draft)}
            >
              Discard
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  )
}
