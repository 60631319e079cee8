import { expect, test } from 'vitest'
import { DEMO_POLICY } from './default-policies.ts'
import { worstCase } from './worst-case.ts'

const BLUE_GREEN = { ...DEMO_POLICY, strategy: 'blue-green' as const }

test('in place, what fails goes back to the other slot', () => {
  expect(worstCase([3, 5, 9], DEMO_POLICY)).toContain('at most 9 devices run the new version')
})

test('[R-080] blue-green says what it costs, and that it costs too much for a large fleet', () => {
  expect(worstCase([3, 5, 9], BLUE_GREEN)).toContain('17 devices will run two versions at once')
  expect(worstCase([3, 5, 9], BLUE_GREEN)).not.toContain('canary + rolling')
  expect(worstCase([10, 500], BLUE_GREEN)).toContain('canary + rolling needs half of it')
})
