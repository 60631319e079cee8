'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { NewRolloutView, PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { useReach } from '../../live/live-context.ts'
import { useAct } from '../../live/use-act.ts'
import { api, page } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { duration, plural } from '../../ui/numbers.ts'

type Props = {
  view: NewRolloutView
  preview: PlanPreview | null
  /** why no plan can be made of what was chosen */
  problem: string | null
  catchingUp: boolean
  title: string
  body: object | null
  name: string
  communicationPlan: string
  /** asks for the plan again; used when what was looked at is no longer true */
  onStale: () => void
}

/** Starts the canary and nothing more. Disabled, it names the first thing that is missing. */
export function Start({ view, preview, problem, catchingUp, title, body, name, communicationPlan, onStale }: Props) {
  const router = useRouter()
  const { stale, unreachable } = useReach()
  const [open, setOpen] = useState(false)
  const [started, setStarted] = useState(false)
  const { send, busy } = useAct(api.rollouts())
  const canary = preview?.plan.waves[0]
  const blocker = firstBlocker({ view, preview, problem, catchingUp, communicationPlan }) ?? unreachable
  return (
    <>
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
      {blocker && <p className="mt-2 text-muted text-secondary">{blocker}</p>}
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
                  const answer = await send({
                    ...body,
                    ...(name && { name }),
                    communicationPlan,
                    planHash: preview.plan.hash,
                  })
                  if (!answer.ok) {
                    if (answer.refusal.code === 'stale') onStale()
                    return setOpen(false)
                  }
                  setStarted(true)
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
    </>
  )
}

function firstBlocker({
  view,
  preview,
  problem,
  catchingUp,
  communicationPlan,
}: Pick<Props, 'view' | 'preview' | 'problem' | 'catchingUp' | 'communicationPlan'>): string | null {
  if (!view.create.allowed) return view.create.because
  if (problem) return 'This choice cannot be rolled out: the reason stands above.'
  if (!preview) return catchingUp ? 'The plan is being computed.' : 'Choose a release first.'
  const unmet = preview.preflight.find((item) => !item.met)
  if (unmet) return `${unmet.name}: ${unmet.because}`
  if (communicationPlan.trim().length < 3) return 'Write who is told about this rollout, and how.'
  return catchingUp ? 'The plan is being computed.' : null
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
