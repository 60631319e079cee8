'use client'

import type { ReactNode } from 'react'
import type { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import type { Choice } from './choice.ts'
import { Editable } from './editable.tsx'
import { GateRules } from './gate-rules.tsx'
import { PolicyFields } from './policy-fields.tsx'
import { Section } from './section.tsx'

type Props = { choice: Choice; preview: PlanPreview | null; problem: string | null; children?: ReactNode }

/** What turns a wave back, as sentences with the present level beside them. Limits may be stricter, never weaker. */
export function Gates({ choice, preview, problem, children }: Props) {
  return (
    <Section id="gates" number={4} title="Gates" note="Read before each wave, and after the last">
      <GateRules policy={choice.policy} preview={preview} />
      <Editable title="Change limits and evidence" keys={GATES} choice={choice}>
        <PolicyFields keys={GATES} choice={choice} preview={preview} problem={problem} />
      </Editable>
      {children}
    </Section>
  )
}

const GATES = [
  'gate.maxErrorRateIncreasePoints',
  'gate.maxP95IncreasePercent',
  'trial.maxRestarts',
  'trial.restartWindowSeconds',
  'gate.maxMemoryPercent',
  'gate.maxUnreachablePercent',
  'gate.maxFailedPercent',
  'gate.maxFleetErrorRateIncreasePoints',
  'gate.minRequests',
  'gate.minCoveragePercent',
  'baselineWindowSeconds',
  'baselineMinRequests',
] as const
