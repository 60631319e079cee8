import { expect, test } from 'vitest'
import type { Instant } from '../../protocol/ids.ts'
import type { Held, RolloutState } from '../../protocol/rollout-state.ts'
import { onlyPaced } from './only-paced.ts'

const at = (ms: number) => ms as Instant
const held = (rule: Held['rule'], since = 1): Held => ({ rule, because: 'x', since: at(since), until: null })
const deploying = (hold?: Held, wave = 1): RolloutState => ({
  phase: 'deploying',
  wave,
  since: at(0),
  ...(hold ? { held: hold } : {}),
})

test('[R-081] a place that is taken or free again is no transition; a budget that begins to hold a wave is one', () => {
  expect(onlyPaced(deploying(), deploying(held('R-081')))).toBe(true)
  expect(onlyPaced(deploying(held('R-081')), deploying())).toBe(true)
  expect(onlyPaced(deploying(held('R-081', 1)), deploying(held('R-081', 2)))).toBe(true)
  expect(onlyPaced(deploying(held('disruption-budget')), deploying(held('disruption-budget', 5)))).toBe(true)
  expect(onlyPaced(deploying(), deploying(held('disruption-budget')))).toBe(false)
  expect(onlyPaced(deploying(held('R-081')), deploying(held('ramp')))).toBe(false)
})

test('[R-015] another wave or another phase always is one', () => {
  expect(onlyPaced(deploying(held('R-081')), deploying(undefined, 2))).toBe(false)
  expect(onlyPaced(deploying(), { phase: 'soaking', wave: 1, since: at(9), soakUntil: at(10), deadline: at(20) })).toBe(
    false,
  )
  expect(onlyPaced({ phase: 'validating', since: at(0) }, deploying())).toBe(false)
})
