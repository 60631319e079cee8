import { expect, test } from 'vitest'
import { budgetRefusal } from './budget-refusal.ts'

const COHORT = [
  { siteId: 'north', redundancyGroup: 'gates' },
  { siteId: 'south', redundancyGroup: null },
]
const TOTALS = new Map([
  ['site north', 10],
  ['site south', 3],
  ['redundancy group gates', 1],
])

test.each([
  { name: 'no budget refuses nothing', budget: { sitePercent: 100, groupAvailable: 0 }, says: null },
  {
    name: 'one that can be met everywhere refuses nothing',
    budget: { sitePercent: 34, groupAvailable: 0 },
    says: null,
  },
  {
    name: 'a share of a site that is not one device is refused',
    budget: { sitePercent: 20, groupAvailable: 0 },
    says: '20 % of the 3 devices of site south is not one device, so nothing there could ever be updated',
  },
  {
    name: 'a group of one of which one has to stay is refused',
    budget: { sitePercent: 100, groupAvailable: 1 },
    says: 'redundancy group gates has 1 device, and 1 must stay available',
  },
  {
    name: 'several are counted',
    budget: { sitePercent: 5, groupAvailable: 1 },
    says: '(and 2 more like it)',
  },
])('a disruption budget that can never be met: $name', ({ budget, says }) => {
  const refusal = budgetRefusal(COHORT, TOTALS, budget)
  if (says === null) expect(refusal).toBeNull()
  else expect(refusal).toContain(says)
})
