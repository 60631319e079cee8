import { describe, expect, it } from 'vitest'
import { STANDARD_DISCREPANCY_POLICY } from '../../server/protocol/discrepancy.ts'
import { Instant } from '../../server/protocol/ids.ts'
import type { DiscrepanciesView } from '../../server/protocol/views/discrepancies-view.ts'
import { draftOf, policyOf, resolvedBy } from './policy-draft.ts'

const standard = draftOf(STANDARD_DISCREPANCY_POLICY)
const view: DiscrepanciesView = {
  serverTime: Instant.parse(0),
  open: [],
  total: 6,
  kinds: { memory: 3, disk: 0, 'hardware-type': 0, architecture: 2, capabilities: 0, version: 1, identity: 0 },
  apart: { memory: [8, 20, 75], disk: [] },
  policy: STANDARD_DISCREPANCY_POLICY,
  set: null,
  may: { allowed: true },
}

describe('[R-142] what is resolved without a person', () => {
  it('reads a policy and writes the same again', () => {
    for (const policy of [
      STANDARD_DISCREPANCY_POLICY,
      { memoryWithinPercent: 0, diskWithinPercent: 2.5, accept: ['capabilities', 'memory'] as const },
    ])
      expect(policyOf(draftOf({ ...policy, accept: [...policy.accept] }))).toEqual({ policy })
  })

  it.each(['', '-1', '51', 'x'])('refuses a tolerance of “%s”', (within) => {
    expect(policyOf({ ...standard, memory: { way: 'within', within } })).toHaveProperty('wrong')
  })

  it.each([
    { field: 'memory', way: 'hold', within: '5', resolves: 0 },
    { field: 'memory', way: 'within', within: '20', resolves: 2 },
    { field: 'memory', way: 'follow', within: '', resolves: 3 },
    { field: 'architecture', way: 'follow', within: '', resolves: 2 },
    { field: 'architecture', way: 'hold', within: '', resolves: 0 },
  ] as const)('$way $field within $within resolves $resolves that are open', ({ field, way, within, resolves }) => {
    expect(resolvedBy(field, { way, within }, view)).toBe(resolves)
  })
})
