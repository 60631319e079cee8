'use client'

import { isLookedAt, policyValues, withPolicyValue } from '../../../server/protocol/policy-values.ts'
import type { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import type { Choice } from './choice.ts'
import { PolicyNumber } from './policy-number.tsx'
import { beyond, changes } from './policy-settings.ts'
import { FIELD_WORDS, type SingleKey } from './policy-words.ts'

type Props = {
  keys: readonly SingleKey[]
  choice: Choice
  preview: PlanPreview | null
  /** why the plan was refused: shown at the field whose rule it names */
  problem: string | null
}

/** Numbers of the policy, each with its limits and its consequence. */
export function PolicyFields({ keys, choice: { policy, shipped, fields, choose }, preview, problem }: Props) {
  return (
    <div className="divide-y">
      {keys.flatMap((key) => {
        const field = fields.find((one) => one.key === key)
        const [value] = policyValues(policy, key)
        const [before] = policyValues(shipped, key)
        if (!isLookedAt(policy, key)) return []
        if (!field || value === undefined || before === undefined) return []
        const { label, means } = FIELD_WORDS[key]
        const refused = field.rule !== null && problem?.startsWith(`${field.rule}:`) ? problem : null
        return (
          <PolicyNumber
            key={`${shipped.label} ${key}`}
            field={field}
            label={label}
            value={value}
            shipped={before}
            problem={beyond(field, [value]) ?? refused}
            means={means(policy, preview)}
            onChange={(next) => void choose({ set: changes(shipped, withPolicyValue(policy, key, next)) })}
          />
        )
      })}
    </div>
  )
}
