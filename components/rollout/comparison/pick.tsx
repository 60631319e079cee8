'use client'

import { useState } from 'react'
import { type Arm, armName, otherArm } from '../../../server/protocol/arm.ts'
import type { ComparisonView, PickView } from '../../../server/protocol/views/comparison-view.ts'
import type { RolloutView } from '../../../server/protocol/views/rollout-view.ts'
import { useReach } from '../../live/live-context.ts'
import { useAct } from '../../live/use-act.ts'
import { api } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/field.tsx'
import { plural } from '../../ui/numbers.ts'

type Choice = PickView['choices'][number]

type Props = { view: RolloutView; comparison: ComparisonView; pick: PickView }

/** A person's word which arm goes on. Against the numbers, or before they say anything, it takes a reason. */
export function Pick({ view, comparison, pick: { may, choices } }: Props) {
  const [asked, setAsked] = useState<Choice['arm'] | null>(null)
  const { unreachable } = useReach()
  const refused = may.allowed ? unreachable : may.because
  const choice = choices.find(({ arm }) => arm === asked) ?? null
  return (
    <section aria-label="Pick" className="border-t px-4 py-3">
      {!may.allowed && <p className="mb-2 text-muted text-secondary">{may.because}</p>}
      <div className="flex flex-col gap-2 md:flex-row md:items-center">
        {choices.map((one) => (
          <Button
            key={one.arm}
            size="large"
            tone={one.arm === 'neither' ? 'quiet-danger' : 'secondary'}
            className={one.arm === 'neither' ? 'md:ml-auto' : undefined}
            refused={refused ?? one.refused}
            onClick={() => setAsked(one.arm)}
          >
            {one.arm === 'neither'
              ? 'Neither: send both back'
              : `Pick ${armName(one.arm)} · ${comparison[one.arm].version}`}
          </Button>
        ))}
      </div>
      {choice && <Confirm view={view} comparison={comparison} choice={choice} onClose={() => setAsked(null)} />}
    </section>
  )
}

type ConfirmProps = { view: RolloutView; comparison: ComparisonView; choice: Choice; onClose: () => void }

function Confirm({ view, comparison, choice, onClose }: ConfirmProps) {
  const { arm, against, devices } = choice
  const [reason, setReason] = useState('')
  const { send, busy } = useAct(api.rolloutAct(view.id, 'pick-arm'))
  const title = arm === 'neither' ? 'Pick neither arm' : `Pick arm ${armName(arm)}, ${comparison[arm].version}`
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={
        arm === 'neither'
          ? `${plural(devices, 'device')} of both arms go back to what they ran; the rollout ends.`
          : `${plural(devices, 'device')} of arm ${armName(otherArm(arm))} go back to what they ran, then take ${comparison[arm].version}. When its gate passes on all of them, the waves follow.`
      }
      footer={
        <>
          <Button onClick={onClose}>Go on comparing</Button>
          <Button
            tone={arm === 'neither' ? 'danger' : 'primary'}
            busy={busy}
            refused={against !== null && reason.trim() === '' ? against : null}
            onClick={async () => {
              const answer = await send({ arm, reason })
              if (answer.ok) onClose()
            }}
          >
            {arm === 'neither' ? `Send ${plural(devices, 'device')} back` : `Pick arm ${armName(arm)}`}
          </Button>
        </>
      }
    >
      {arm !== 'neither' && <Follows view={view} arm={arm} />}
      <TextArea
        label="Why"
        hint={against ?? 'Optional. Kept in the audit and in the report.'}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Dialog>
  )
}

function Follows({ view, arm }: { view: RolloutView; arm: Arm }) {
  const later = view.waves.slice(2).reduce((sum, wave) => sum + wave.devices, 0)
  return (
    <ul className="mb-4 list-disc space-y-1 pl-4 text-muted">
      <li>{plural(later, 'device')} of the waves that follow take what is picked, each wave through its gate.</li>
      <li>Devices of arm {armName(arm)} keep what they run.</li>
    </ul>
  )
}
