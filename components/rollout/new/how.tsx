'use client'

import { toast } from 'sonner'
import type { NewRolloutView, PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { Button } from '../../ui/button.tsx'
import { plural } from '../../ui/numbers.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { Canary } from './canary.tsx'
import type { Choice, previewBody } from './choice.ts'
import { DrillSwitch } from './drill-switch.tsx'
import { Editable } from './editable.tsx'
import { OtherArm } from './other-arm.tsx'
import { PolicyFields } from './policy-fields.tsx'
import { PolicySummary } from './policy-summary.tsx'
import { Section } from './section.tsx'
import { Strategies } from './strategies.tsx'
import { Walk } from './walk.tsx'

type Props = {
  view: NewRolloutView
  choice: Choice
  body: ReturnType<typeof previewBody>
  preview: PlanPreview | null
  problem: string | null
}

/** How the cohort is walked: the policy as it is shipped, and each number of it within its limits. */
export function How({ view, choice, body, preview, problem }: Props) {
  const { policy, shipped, chosen, choose } = choice
  const changed = chosen.set.length
  const pace = `Change canary, ${policy.strategy === 'rolling-update' ? 'batches' : 'waves'} and soaks`
  const take = (label: string) => {
    if (label === shipped.label) return
    const { policy: before, set } = chosen
    void choose({ policy: label, set: null })
    if (set.length > 0)
      toast.message(`${label} as it is: ${plural(set.length, 'change')} let go.`, {
        action: { label: 'Undo', onClick: () => void choose({ policy: before, set }) },
      })
  }
  return (
    <Section id="how" number={3} title="How" note={policy.demo ? 'Demo policy: soaks in seconds' : undefined}>
      <Strategies
        strategies={view.strategies}
        chosen={policy.strategy}
        onChoose={(strategy) => void choose({ strategy: strategy === shipped.strategy ? null : strategy })}
      />
      {policy.strategy === 'a-b' && <OtherArm view={view} choice={choice} preview={preview} />}
      <div className="flex flex-col gap-3 border-t p-4">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          {view.policies.length > 1 && (
            <div className="max-w-full overflow-x-auto">
              <Segmented
                label="Policy"
                value={shipped.label}
                onChange={take}
                options={view.policies.map(({ label }) => ({ key: label, label }))}
              />
            </div>
          )}
          {changed > 0 && (
            <p className="flex items-center gap-2 text-run-text text-secondary">
              {plural(changed, 'number')} changed from {shipped.label}
              <Button size="compact" tone="ghost" onClick={() => void choose({ set: null })}>
                Reset all
              </Button>
            </p>
          )}
        </div>
        <PolicySummary policy={policy} preview={preview} />
      </div>
      <Canary choice={choice} body={body} preview={preview} problem={problem} />
      <Editable title={pace} keys={PACE} waves choice={choice}>
        <PolicyFields keys={['canaryPercent']} choice={choice} preview={preview} problem={problem} />
        <div className="border-t">
          {policy.strategy === 'rolling-update' ? (
            <PolicyFields keys={['maxUnavailablePercent']} choice={choice} preview={preview} problem={problem} />
          ) : (
            <Walk choice={choice} preview={preview} />
          )}
        </div>
        <div className="border-t">
          <PolicyFields keys={PACE.slice(2)} choice={choice} preview={preview} problem={problem} />
        </div>
      </Editable>
      <Editable title="Limit how many change at once" keys={LIMITS} choice={choice}>
        <PolicyFields keys={LIMITS} choice={choice} preview={preview} problem={problem} />
      </Editable>
      <Editable
        title="Change how a device proves itself"
        keys={PROOF}
        choice={choice}
        also={
          policy.rollbackDrill === shipped.rollbackDrill
            ? null
            : `rollback drill ${policy.rollbackDrill ? 'on' : 'off'}`
        }
      >
        <PolicyFields keys={PROOF} choice={choice} preview={preview} problem={problem} />
        <div className="border-t">
          <DrillSwitch
            policy={policy}
            shipped={shipped.rollbackDrill}
            onChange={(on) => void choose({ drill: on === shipped.rollbackDrill ? null : on })}
          />
        </div>
      </Editable>
    </Section>
  )
}

const PACE = [
  'canaryPercent',
  'maxUnavailablePercent',
  'comparePercent',
  'compareSeconds',
  'canarySoakSeconds',
  'waveSoakSeconds',
  'gateGraceSeconds',
  'approvalsNeeded',
  'approvalExpiresSeconds',
  'rollbackVerifySeconds',
] as const

const LIMITS = [
  'ramp.devicesPerMinute',
  'ramp.concurrentPerSite',
  'ramp.bytesPerSecondPerSite',
  'budget.sitePercent',
  'budget.groupAvailable',
] as const

const PROOF = [
  'trial.minReadySeconds',
  'trial.windowSeconds',
  'trial.intervalSeconds',
  'trial.timeoutSeconds',
  'trial.maxMemoryPercent',
  'installTimeoutSeconds',
  'darkAfterSeconds',
] as const
