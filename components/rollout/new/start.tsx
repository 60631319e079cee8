'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { useReach } from '../../live/live-context.ts'
import { useAct } from '../../live/use-act.ts'
import { api, page } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { duration, plural } from '../../ui/numbers.ts'
import type { Missing } from './missing.ts'
import { MissingList } from './missing-list.tsx'
import { SavePlan } from './save-plan.tsx'

type Props = {
  preview: PlanPreview | null
  missing: readonly Missing[]
  catchingUp: boolean
  title: string
  body: object | null
  /** asks for the plan again; used when what was looked at is no longer true */
  onStale: () => void
  /** it became a plan: there is nothing to keep as a draft any more */
  onDone: () => Promise<void>
}

/** Starts the canary and nothing more, or keeps the plan as a document. Disabled, each names the first thing missing. */
export function Start({ preview, missing, catchingUp, title, body, onStale, onDone }: Props) {
  const router = useRouter()
  const { stale, unreachable } = useReach()
  const [open, setOpen] = useState(false)
  const [started, setStarted] = useState(false)
  const { send, busy } = useAct(api.rollouts())
  const canary = preview?.plan.waves[0]
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
        Start rollout
      </Button>
      {missing.length > 0 ? (
        <MissingList missing={missing} />
      ) : (
        blocker && <p className="mt-2 text-muted text-secondary">{blocker}</p>
      )}
      <SavePlan asked={asked} refused={unplanned} onStale={onStale} onDone={onDone} />
      {canary && preview && (
        <Dialog
          open={open}
          onOpenChange={setOpen}
          title={`Start ${title}`}
          description={`The canary takes it first: ${plural(canary.devices, 'device')}. Everything else waits for its gate and for an approver.`}
          footer={
            <>
              <Button onClick={() => setOpen(false)}>Not yet</Button>
              <Button
                tone="primary"
                busy={busy || started || catchingUp}
                onClick={async () => {
                  const answer = await send(asked)
                  if (!answer.ok) {
                    if (answer.refusal.code === 'stale') onStale()
                    return setOpen(false)
                  }
                  setStarted(true)
                  await onDone()
                  router.push(page.rollout(createdId(answer.value)))
                }}
              >
                Start canary · {plural(canary.devices, 'device')}
              </Button>
            </>
          }
        >
          <ul className="list-disc space-y-1 pl-4">
            <li>
              Canary: {spread(canary.byHardwareType)}; {spread(canary.byRegion)}.
            </li>
            {preview.offline > 0 && (
              <li>{plural(preview.offline, 'device')} of the cohort offline now; caught up when seen.</li>
            )}
            <li>
              Takes {duration(preview.estimate.low)} to {duration(preview.estimate.high)}, approval not counted.
            </li>
            <li>{preview.worstCase}</li>
            <li>To undo: Abort rollout sends every exposed device back.</li>
          </ul>
        </Dialog>
      )}
    </div>
  )
}

function spread(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([name, devices]) => `${devices} ${name}`)
    .join(', ')
}

function createdId(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string') return value.id
  throw new Error('the server started a rollout and did not say which')
}
