'use client'

import { CloudOff, GitFork } from 'lucide-react'
import Link from 'next/link'
import { At } from '../../live/time.tsx'
import { page } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { Strip } from '../../ui/strip.tsx'
import type { DraftState as State } from './use-draft.ts'

type Props = { state: State; revisionOf: number | null; onDiscard: () => void }

/** What became of the choices if the page were closed now. */
export function DraftState({ state, revisionOf, onDiscard }: Props) {
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-3 text-muted text-secondary">
      {revisionOf !== null && (
        <span>
          Revision of{' '}
          <Link href={page.plan(revisionOf)} className="rounded-mark underline underline-offset-2">
            plan {revisionOf}
          </Link>
        </span>
      )}
      <span role="status">
        {state.kind === 'saved' && (
          <>
            Draft saved <At at={state.at} seconds={false} />
          </>
        )}
        {state.kind === 'unsaved' && (
          <span className="flex items-center gap-1.5 text-warn-text">
            <CloudOff aria-hidden className="size-3.5 shrink-0" strokeWidth={1.75} />
            Draft not saved: {state.because}
          </span>
        )}
      </span>
      {state.kind === 'saved' && (
        <Button tone="ghost" size="compact" onClick={onDiscard}>
          Discard draft
        </Button>
      )}
    </div>
  )
}

/** Two windows never overwrite each other unseen: a person says which of the two goes on. */
export function DraftApart({ because, onSaveApart }: { because: string; onSaveApart: () => void }) {
  return (
    <Strip tone="warn" glyph={GitFork} title={because} className="mb-4">
      Nothing of this page is saved from now on, and nothing of the other window was overwritten.
      <span className="mt-2 flex flex-wrap gap-2">
        <Button size="compact" onClick={() => window.location.assign(page.newRollout())}>
          Leave this page’s choices
        </Button>
        <Button size="compact" onClick={onSaveApart}>
          Save as a draft of its own
        </Button>
      </span>
    </Strip>
  )
}
