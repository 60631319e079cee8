'use client'

import { useState } from 'react'
import type { PlanNowView, PlanView } from '../../../server/protocol/views/plan-view.ts'
import { useReach } from '../../live/live-context.ts'
import { At } from '../../live/time.tsx'
import { api } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { StartDialog } from '../new/start-dialog.tsx'
import { startVerb } from '../new/start-words.ts'

type Props = { view: PlanView; now: PlanNowView | null; onRefused: () => void }

/** Starts exactly what stands here, or says why not. The server plans again in any case before it does. */
export function StartPlan({ view, now, onRefused }: Props) {
  const [open, setOpen] = useState(false)
  const { unreachable } = useReach()
  const { startAt, behind } = view.document
  const beginning = { startAt, waits: behind !== undefined }
  const refused = whyNot(view, now) ?? unreachable
  return (
    <section aria-label="Start" className="rounded-card border bg-card p-4">
      <Button
        tone="primary"
        className="h-10 w-full pointer-coarse:h-12"
        refused={refused}
        onClick={() => setOpen(true)}
      >
        {startVerb(beginning)} plan {view.number}
        {beginning.startAt && (
          <>
            {' · '}
            <At at={Date.parse(beginning.startAt)} seconds={false} />
          </>
        )}
      </Button>
      {refused && <p className="mt-2 text-muted text-secondary">{refused}</p>}
      <p className="mt-2 text-muted text-secondary">
        {view.starters.length > 0
          ? `May be started by ${view.starters.slice(0, 5).join(', ')}${view.starters.length > 5 ? ` and ${view.starters.length - 5} more` : ''}.`
          : 'Nobody has the role to start it.'}{' '}
        It is planned again first: any difference is shown, and nothing is deployed.
      </p>
      <StartDialog
        open={open}
        onOpenChange={setOpen}
        title={`plan ${view.number}: ${view.name}`}
        beginning={beginning}
        preview={view.document.seen}
        path={api.planAct(view.number, 'start')}
        asked={{}}
        onRefused={onRefused}
      />
    </section>
  )
}

function whyNot({ start, number, document }: PlanView, now: PlanNowView | null): string | null {
  if (!start.allowed) return start.because
  if (!now) return 'The plan is being held against the fleet.'
  if (now.problem) return `It cannot be planned any more: ${now.problem}`
  if (now.changes.some((change) => change.holds))
    return `It would come out differently now: take plan ${number} as a revision.`
  // Of one that waits it is computed again at its turn.
  const unmet = document.behind ? undefined : now.preflight.find((item) => !item.met)
  return unmet ? `${unmet.name}: ${unmet.because}` : null
}
