'use client'

import { Hand, OctagonX, TrendingUp } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ActPermission } from '../../../server/protocol/views/person.ts'
import type { RolloutView } from '../../../server/protocol/views/rollout-view.ts'
import { useReach } from '../../live/live-context.ts'
import { Ago, At } from '../../live/time.tsx'
import { useAct } from '../../live/use-act.ts'
import { api } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { plural } from '../../ui/numbers.ts'
import { Strip } from '../../ui/strip.tsx'
import { ClearSuspicion } from './clear-suspicion.tsx'
import { Overrides } from './overrides.tsx'
import { RecordCause } from './record-cause.tsx'
import { WithReason } from './with-reason.tsx'

/** What stands in the way of a rollout that is not going back, and what a person can do about it. */
export function Remedies({ view }: { view: RolloutView }) {
  const { overrides } = view.remedies
  return (
    <>
      <Suspected view={view} />
      <Override view={view} />
      <Retry view={view} />
      {overrides.length > 0 && <Overrides overrides={overrides} waves={view.waves} />}
    </>
  )
}

function Suspected({ view }: { view: RolloutView }) {
  const { suspicion } = view.remedies
  if (!suspicion) return null
  return (
    <Strip
      tone="warn"
      glyph={TrendingUp}
      title={
        <>
          {suspicion.name} suspects a gradual degradation, <Ago at={suspicion.at} />
        </>
      }
    >
      <p>“{suspicion.reason}”</p>
      <p className="mt-1">
        Nothing more is let through until it is cleared. Common causes: a memory leak in the new version, contention
        with background processes, thermal throttling under sustained load. If it goes on, roll back.
      </p>
      <Buttons>
        <ClearSuspicion view={view} may={suspicion.clear} />
      </Buttons>
    </Strip>
  )
}

function Override({ view }: { view: RolloutView }) {
  const { unreachable } = useReach()
  const confirm = useAct(api.recoveryAct(view.id, 'confirm-override'))
  const { override } = view.remedies
  if (!override) return null
  const { asked } = override
  return (
    <Strip
      tone="wait"
      glyph={Hand}
      title={asked ? `${asked.name} asks to pass over this gate` : 'The gate could not be judged'}
    >
      {asked ? (
        <p>
          “{asked.reason}” Another approver has to agree before <At at={asked.expiresAt} />. Rails act all the while.{' '}
          {said(override.confirm)}
        </p>
      ) : (
        <p>
          It did not pass by its deadline, and no rail is crossed. Resume to soak again; if the missing evidence can not
          come, two approvers may pass over the gate, with a reason. {said(override.ask)}
        </p>
      )}
      <Buttons>
        {asked ? (
          <Button
            refused={refusedBy(override.confirm, unreachable)}
            busy={confirm.busy}
            onClick={() => void confirm.send({ reason: '' })}
          >
            Agree to pass over the gate
          </Button>
        ) : (
          <WithReason
            path={api.recoveryAct(view.id, 'ask-override')}
            may={override.ask}
            label="Ask to pass over the gate"
            title="Pass over the gate"
            description="A second approver has to agree within an hour. It stays on this page and in the report for ever."
            field="Why it may be passed over"
          />
        )}
      </Buttons>
    </Strip>
  )
}

function Retry({ view }: { view: RolloutView }) {
  const { retry } = view.remedies
  if (!retry) return null
  return (
    <Strip tone="fail" glyph={OctagonX} title={`${plural(retry.devices, 'device')} failed while the rollout stands`}>
      <p>
        {retry.explained
          ? 'It is recorded why. Another attempt goes by the same plan and the same checks.'
          : 'Record why; then another attempt may be made, by the same plan and the same checks.'}
      </p>
      <Buttons>
        <RecordCause view={view} recovery={{ record: retry.record, unexplained: !retry.explained }} />
        <WithReason
          path={api.recoveryAct(view.id, 'retry-failed')}
          may={
            retry.may.allowed && !retry.explained
              ? { allowed: false, because: 'Record the root cause first.' }
              : retry.may
          }
          label={`Retry ${plural(retry.devices, 'device')}`}
          title={`Retry ${plural(retry.devices, 'device')}`}
          description="What failed installs again, is tried and checked as before, and goes back by itself if it fails again."
          field="Why another attempt will go better"
        />
      </Buttons>
    </Strip>
  )
}

const Buttons = ({ children }: { children: ReactNode }) => <div className="mt-2 flex flex-wrap gap-2">{children}</div>

const said = (may: ActPermission) => (may.allowed ? null : may.because)

const refusedBy = (may: ActPermission, unreachable: string | null) => (may.allowed ? unreachable : may.because)
