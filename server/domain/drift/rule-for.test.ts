import { expect, test } from 'vitest'
import type { DriftAction } from '../../protocol/drift.ts'
import type { Instant } from '../../protocol/ids.ts'
import { ruleFor } from './rule-for.ts'

const NOW = 1_000_000 as Instant
const rule = (action: DriftAction, changes: object = {}) => ({
  id: action,
  selects: true,
  kind: '*',
  keyPattern: '*',
  action,
  expiresAt: null,
  ...changes,
})
const item = { kind: 'config', key: 'camera.exposure' }

test.each([
  ['nobody decided: it is told', [], null],
  ['the most careful rule counts', [rule('reconcile'), rule('report'), rule('ignore')], 'ignore'],
  ['to tell comes before to put right', [rule('reconcile'), rule('report')], 'report'],
  [
    'an ignoring that has expired ignores nothing',
    [rule('ignore', { expiresAt: NOW }), rule('reconcile')],
    'reconcile',
  ],
  ['a rule for other devices', [rule('ignore', { selects: false })], null],
  ['a rule for another kind', [rule('ignore', { kind: 'file' })], null],
  ['a pattern that fits', [rule('ignore', { keyPattern: 'camera.*' })], 'ignore'],
  ['a dot is a dot', [rule('ignore', { keyPattern: 'camera?exposure' })], null],
])('[R-165] %s', (_, rules, expected) => {
  expect(ruleFor(item, rules, NOW)?.id ?? null).toBe(expected)
})
