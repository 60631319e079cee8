import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyWalk } from './any-walk.ts'
import type { Walk } from './step.ts'
import { walkFleet } from './walk-fleet.ts'

/** The same walks each time; `npm run chaos -- rollouts --runs N --seed S` walks others, and many more. */
const SEED = 20_261_125
const RUNS = 12

test('[I1] [I3] [R-004] [R-015] [R-018] [R-060] [R-130] [R-148] [R-170] whatever happens to a fleet, every rule of a rollout holds', {
  timeout: 120_000, // other work may have the machine
}, async () => {
  await fc.assert(
    fc.asyncProperty(anyWalk, async (walk) => {
      await walkFleet(walk)
    }),
    { seed: SEED, numRuns: RUNS },
  )
})

const CALM: Walk = {
  devices: 12,
  strategy: 'canary-rolling',
  rollbackDrill: false,
  approvalsNeeded: 1,
  wavePercents: [25, 50],
  approvalExpiresSeconds: 900,
  approvedAtOnce: true,
  away: [5],
  first: ['good'],
  steps: [],
}

test('a device that a newer rollout took is left alone by the one before, and taken back when that one lets go', async () => {
  const fleet = await walkFleet({
    ...CALM,
    steps: [
      { do: 'wait', seconds: 130 },
      { do: 'plan', release: 1, makes: ['good', 'crash loop'] },
      { do: 'reconnect', device: 5 },
      { do: 'wait', seconds: 60 },
      { do: 'act', act: 'rollBack', rollout: 0 },
      { do: 'wait', seconds: 30 },
    ],
  })
  expect(fleet.rollouts.map(({ store }) => store.rollout.state.phase)).toEqual(['rolled-back', 'rolled-back'])
  expect(new Set(fleet.devices.map((device) => device.running.sha256[0]))).toEqual(new Set(['a']))
})

test('[R-023] whatever happens to two arms, every rule of a rollout holds', { timeout: 120_000 }, async () => {
  const twoArms = anyWalk.map((walk): Walk => ({ ...walk, strategy: 'a-b' }))
  await fc.assert(
    fc.asyncProperty(twoArms, async (walk) => {
      await walkFleet(walk)
    }),
    { seed: SEED, numRuns: RUNS / 2 },
  )
})

test('[R-023] of two arms one is picked, and everybody has it', async () => {
  const fleet = await walkFleet({ ...CALM, strategy: 'a-b', away: [], steps: [{ do: 'wait', seconds: 250 }] })
  expect(fleet.rollouts.map(({ store }) => store.rollout.state.phase)).toEqual(['completed'])
  expect(new Set(fleet.devices.map((device) => device.running.sha256[0]))).toEqual(new Set(['B']))
})

test('[R-130] a rollback that a newer rollout stands in the way of says so, and is given when that one lets go', async () => {
  const fleet = await walkFleet({
    ...CALM,
    away: [],
    steps: [
      { do: 'wait', seconds: 130 },
      { do: 'plan', release: 1, makes: ['good'] },
      { do: 'act', act: 'rollBack', rollout: 0 },
      { do: 'wait', seconds: 5 },
      { do: 'act', act: 'abort', rollout: 1 },
      { do: 'wait', seconds: 10 },
    ],
  })
  expect(fleet.transcript.join('\n')).toContain(
    'r0 > rolled-back: A newer rollout has 12 devices of this one in its plan: what it lets go is sent back then.',
  )
  expect(new Set(fleet.devices.map((device) => device.running.sha256[0]))).toEqual(new Set(['a']))
})

test('rollouts that wait for the same devices begin one after the other, the more important first', async () => {
  const fleet = await walkFleet({
    ...CALM,
    away: [],
    steps: [
      { do: 'wait', seconds: 5 },
      { do: 'plan', release: 1, makes: ['good'], behind: 'normal' },
      { do: 'plan', release: 2, makes: ['good'], behind: 'low' },
      { do: 'wait', seconds: 5 },
      { do: 'prioritise', rollout: 2, priority: 'urgent' },
      { do: 'wait', seconds: 400 },
    ],
  })
  expect(fleet.transcript.filter((line) => /waits|priority|Its turn|> completed/.test(line))).toMatchInlineSnapshot(`
    [
      "    6s r1 brings app c to 12 devices, and waits: normal",
      "    7s r2 brings app d to 12 devices, and waits: low",
      "   14s r2 has priority urgent by Olive",
      "   36s r0 > awaiting-approval: Canary: the gate passes. Wave 1 waits for 1 approval.",
      "  112s r0 > completed: Confirmed: 12 devices run app b.",
      "  112s r2 > validating: Its turn has come: nobody else has its devices, and its plan would come out the same now; checking pre-flight.",
      "  147s r2 > awaiting-approval: Canary: the gate passes. Wave 1 waits for 1 approval.",
      "  223s r2 > completed: Confirmed: 12 devices run app d.",
      "  224s r1 > validating: Its turn has come: nobody else has its devices, and its plan would come out the same now; checking pre-flight.",
      "  259s r1 > awaiting-approval: Canary: the gate passes. Wave 1 waits for 1 approval.",
      "  335s r1 > completed: Confirmed: 12 devices run app c.",
    ]
  `)
})

test('one that waits takes nothing while the one ahead goes back, and needs a person when that changed its plan', async () => {
  const fleet = await walkFleet({
    ...CALM,
    steps: [
      { do: 'wait', seconds: 5 },
      { do: 'plan', release: 1, makes: ['good'], behind: 'normal' },
      { do: 'withhold', device: 7 },
      { do: 'act', act: 'rollBack', rollout: 0 },
      { do: 'wait', seconds: 100 },
    ],
  })
  const [front, behind] = fleet.rollouts.map(({ store }) => store)
  expect([front?.rollout.state.phase, behind?.turnAt]).toEqual(['rolled-back', null])
  expect(behind?.rollout.state).toMatchObject({
    phase: 'preparing',
    queue: { changed: { because: 'dev-07: it is quarantined: by Olive' } },
  })
  expect(new Set(fleet.devices.map((device) => device.running.sha256[0]))).toEqual(new Set(['a']))
})

test('a counterexample is a transcript that can be read', async () => {
  const fleet = await walkFleet({ ...CALM, steps: [{ do: 'wait', seconds: 10 }] })
  expect(fleet.transcript.slice(0, 4)).toEqual([
    '    0s dev-05 disconnect',
    '    0s r0 brings app b to 12 devices',
    '    1s r0 > validating: The plan is frozen; checking it against the fleet.',
    '    1s r0 > deploying: All 1 pre-flight checks are met; baseline captured; canary begins.',
  ])
})
