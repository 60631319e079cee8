'use client'

import { useState } from 'react'
import type { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { useReach } from '../../live/live-context.ts'
import { At } from '../../live/time.tsx'
import { api } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import type { Missing } from './missing.ts'
import { MissingList } from './missing-list.tsx'
import { SavePlan } from './save-plan.tsx'
import { StartDialog } from './start-dialog.tsx'
import { type Beginning, startVerb } from './start-words.ts'

type Props = {
  preview: PlanPreview | null
  missing: readonly Missing[]
  catchingUp: boolean
  title: string
  beginning: Beginning
  body: object | null
  /** asks for the plan again; used when what was looked at is no longer true */
  onStale: () => void
  /** it became a plan: there is nothing to keep as a draft any more */
  onDone: () => Promise<void>
}

/** Starts the canary and nothing more, at once, at its time or at its turn, or keeps the plan as a document. Disabled, each names the first thing missing. */
export function Start({ preview, missing, catchingUp, title, beginning, body, onStale, onDone }: Props) {
  const { stale, unreachable } = useReach()
  const [open, setOpen] = useState(false)
  const asked = body && preview ? { ...body, planHash: preview.plan.hash } : null
  const catching = catchingUp ? 'The plan is being computed.' : null
  const unplanned = missing.find(({ holds }) => holds)?.says ?? unreachable ?? catching
  const blocker = missing[0]?.says ?? unreachable ?? catching
  return (
    <div>
      <Button
        tone="primary"
        className="h-10 w-full pointer-coarse:h-12"
        refused={blocker}
        onClick={() => {
          // What was computed before the connection was lost may be wrong by now.
          if (stale) onStale()
          setOpen(true)
        }}
      >
        {startVerb(beginning)} rollout
        {beginning.startAt && (
          <>
            {' · '}
            <At at={Date.parse(beginning.startAt)} seconds={false} />
          </>
        )}
      </Button>
      {missing.length > 0 ? (
        <MissingList missing={missing} />
      ) : (
        blocker && <p className="mt-2 text-muted text-secondary">{blocker}</p>
      )}
      <SavePlan asked={asked} refused={unplanned} onStale={onStale} onDone={onDone} />
      {asked && preview && (
        <StartDialog
          open={open}
          onOpenChange={setOpen}
          title={title}
          beginning={beginning}
          preview={preview}
          path={api.rollouts()}
          asked={asked}
          busy={catchingUp}
          onRefused={({ code }) => code === 'stale' && onStale()}
          onStarted={onDone}
        />
      )}
    </div>
  )
}
