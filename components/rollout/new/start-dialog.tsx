'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Refusal } from '../../../server/protocol/ack.ts'
import type { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { Exact } from '../../live/time.tsx'
import { useAct } from '../../live/use-act.ts'
import { page } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { duration, plural } from '../../ui/numbers.ts'
import { type Beginning, startVerb } from './start-words.ts'

type Props = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  beginning: Beginning
  preview: PlanPreview
  /** where it is asked for, and with what */
  path: string
  asked: object
  busy?: boolean
  onRefused: (refusal: Refusal) => void
  onStarted?: () => Promise<void>
}

/** What starting means, and the one button that does it. It starts the canary and nothing more. */
export function StartDialog({ open, onOpenChange, title, beginning, preview, path, ...rest }: Props) {
  const { asked, onRefused, onStarted } = rest
  const verb = startVerb(beginning)
  const router = useRouter()
  const [started, setStarted] = useState(false)
  const { send, busy } = useAct(path)
  const canary = preview.plan.waves[0]
  if (!canary) return null
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`${verb} ${title}`}
      description={`The canary takes it first: ${plural(canary.devices, 'device')}. Everything else waits for its gate and for an approver.`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Not yet</Button>
          <Button
            tone="primary"
            busy={busy || started || rest.busy}
            onClick={async () => {
              const answer = await send(asked)
              if (!answer.ok) {
                onRefused(answer.refusal)
                return onOpenChange(false)
              }
              setStarted(true)
              await onStarted?.()
              router.push(page.rollout(createdId(answer.value)))
            }}
          >
            {verb} canary · {plural(canary.devices, 'device')}
          </Button>
        </>
      }
    >
      <ul className="list-disc space-y-1 pl-4">
        <When beginning={beginning} ahead={preview.ahead} />
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
  )
}

/** When it begins, if not at once; the reader's own time. */
function When({ beginning: { startAt, waits }, ahead }: { beginning: Beginning; ahead: PlanPreview['ahead'] }) {
  return (
    <>
      {startAt && (
        <li>
          Begins by itself at <Exact at={Date.parse(startAt)} />, your time. Nothing is touched before; pre-flight is
          computed then.
        </li>
      )}
      {waits && (
        <li>
          {ahead.length > 0
            ? `Waits for ${ahead.map(({ name, devices }) => `${name} (${plural(devices, 'device')})`).join(', ')}. It is planned again at its turn.`
            : 'Nobody has its devices now: it begins as soon as it was planned again.'}
        </li>
      )}
    </>
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
