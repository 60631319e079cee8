import { expect, test } from 'vitest'
import { recommendations } from './recommendations.ts'

const seen = {
  target: 'app 2.0.0',
  pattern: null,
  rule: 'R-062',
  restored: 'yes',
  owedRollback: 0,
  owedLogs: 0,
  quarantined: 0,
} as const
const table = [
  { label: 'rpi5', failed: 4, exposed: 4 },
  { label: 'jetson', failed: 0, exposed: 6 },
]

test.each([
  { kind: 'artifact', says: 'Block app 2.0.0' },
  { kind: 'compatibility', says: 'Leave rpi5 out' },
  { kind: 'infrastructure', says: 'retry the failed devices' },
  { kind: 'unknown', says: 'smaller canary' },
] as const)('[R-131] $kind: advice by what was counted', ({ kind, says }) => {
  expect(recommendations({ ...seen, pattern: { kind, table } }).join(' ')).toContain(says)
})

test('[R-131] without failed devices the rail says where to look; what is owed and what did not help comes with it', () => {
  expect(
    recommendations({ ...seen, restored: 'no', owedRollback: 1, owedLogs: 2, quarantined: 1 }),
  ).toMatchInlineSnapshot(`
    [
      "The old version is as bad now: look for a cause outside the release (network, backend, power) before anything else.",
      "Profile the new version under the load of the canary: it answers later than the old one.",
      "Look at the 1 device that could not go back, on site if need be, and release them only then.",
      "Leave the 1 offline device alone: they get the old version first thing on return.",
      "Read the logs of the 2 devices still owed when they arrive.",
    ]
  `)
})
