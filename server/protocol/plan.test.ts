import { expect, test } from 'vitest'
import { CreateRollout } from './commands/create-rollout.ts'
import { Plan } from './plan.ts'

const frozen = { cohort: 0, canary: { picks: [], exceedsCap: null }, waves: [], excluded: [], order: [], hash: 'h' }

test('a plan frozen when selectors were lists reads as the text that means the same', () => {
  const selector = { regions: ['eu', 'us west'], sites: [], hardwareTypes: ['rpi5'] }
  expect(Plan.parse({ ...frozen, selector }).selector).toBe('region:eu,"us west" type:rpi5')
  expect(Plan.parse({ ...frozen, selector: 'site:oslo' }).selector).toBe('site:oslo')
})

test('a rollout names a release or a snapshot, never both or neither', () => {
  const told = { communicationPlan: 'The channel knows.', successCriteria: 'Faster.' }
  expect(CreateRollout.safeParse({ ...told, releaseId: 'r' }).success).toBe(true)
  expect(CreateRollout.safeParse({ ...told, snapshotId: 3 }).success).toBe(true)
  for (const asked of [{}, { releaseId: 'r', snapshotId: 3 }])
    expect(CreateRollout.safeParse({ ...told, ...asked }).error?.issues[0]?.message).toContain('either a release')
})

test('a selector that does not parse is refused at the character', () => {
  const asked = { communicationPlan: 'The channel knows.', releaseId: 'r', selector: 'regio:eu' }
  expect(CreateRollout.safeParse(asked).error?.issues[0]?.message).toContain('(character 1)')
})
