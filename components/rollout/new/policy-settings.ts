import type { RolloutPolicy } from '../../../server/protocol/policy.ts'
import type { PolicyField } from '../../../server/protocol/policy-field.ts'
import { isLookedAt, policyValues, SINGLE_KEYS, withPolicyValue } from '../../../server/protocol/policy-values.ts'

const WAVES = 'waves'

/** The policy with what was set otherwise: `canarySoakSeconds:2400`, `gate.minRequests:100`, `waves:20-40`. */
export function withSettings(shipped: RolloutPolicy, settings: readonly string[]): RolloutPolicy {
  const changed = settings.reduce(withSetting, shipped)
  return changes(shipped, changed).length === 0 ? shipped : { ...changed, label: `${shipped.label}${CHANGED}` }
}

const CHANGED = ', changed'

/** Which of them it was made from. */
export const shippedOf = ({ label }: RolloutPolicy, policies: readonly RolloutPolicy[]): RolloutPolicy | undefined =>
  policies.find((one) => label === one.label || label === `${one.label}${CHANGED}`)

function withSetting(policy: RolloutPolicy, setting: string): RolloutPolicy {
  const [key = '', value = ''] = setting.split(':')
  if (key === WAVES) return { ...policy, wavePercents: value.split('-').map(Number).filter(Number.isFinite) }
  return isSingle(key) && value !== '' && Number.isFinite(Number(value))
    ? withPolicyValue(policy, key, Number(value))
    : policy
}

/** What differs from the policy as shipped, as it stands in the address. */
export function changes(shipped: RolloutPolicy, policy: RolloutPolicy): string[] {
  const waves = policy.wavePercents.join('-')
  return [
    ...(waves === shipped.wavePercents.join('-') ? [] : [`${WAVES}:${waves}`]),
    ...SINGLE_KEYS.flatMap((key) => {
      const [value] = policyValues(policy, key)
      return value === policyValues(shipped, key)[0] ? [] : [`${key}:${value}`]
    }),
  ]
}

/** Every number beyond its limits, in the server's words; `key` says which field it stands in. */
export function policyProblems(policy: RolloutPolicy, fields: readonly PolicyField[]) {
  return fields.flatMap((field) => {
    if (!isLookedAt(policy, field.key)) return []
    const says = beyond(field, policyValues(policy, field.key))
    return says === null ? [] : [{ key: field.key, says }]
  })
}

export function beyond({ rule, says, least, most }: PolicyField, values: readonly number[]): string | null {
  if (values.every((value) => value >= least && value <= most)) return null
  return rule ? `${rule}: ${says}` : `${says.charAt(0).toUpperCase()}${says.slice(1)}`
}

const isSingle = (key: string): key is (typeof SINGLE_KEYS)[number] => SINGLE_KEYS.some((one) => one === key)
