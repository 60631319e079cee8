'use client'

import type { RolloutPolicy } from '../../../server/protocol/policy.ts'
import type { NewRolloutView } from '../../../server/protocol/views/new-rollout-view.ts'
import type { Choice } from './choice.ts'
import { PolicySummary } from './policy.tsx'
import { Section } from './section.tsx'
import { Strategies } from './strategies.tsx'

type Props = { view: NewRolloutView; policy: RolloutPolicy; choose: Choice['choose'] }

export function How({ view, policy, choose }: Props) {
  return (
    <Section number={3} title="How" note={policy.demo ? 'Demo policy: soaks in seconds' : undefined}>
      <Strategies strategies={view.strategies} />
      <div className="border-t">
        <PolicySummary policies={view.policies} policy={policy} onChoose={(label) => void choose({ policy: label })} />
      </div>
    </Section>
  )
}
