import fc from 'fast-check'
import { PRIORITIES } from '../../protocol/priority.ts'
import { BEHAVIOURS, type BehaviourName, type Step, type Walk } from './step.ts'

const device = fc.nat(15)
const rollout = fc.nat(2)
const priority = fc.constantFrom(...PRIORITIES)
const behaviour = fc.constantFrom(...(Object.keys(BEHAVIOURS) as BehaviourName[]))

/** Mostly good versions: a rollout that turns back at once walks no wave. */
const makes = fc.oneof(
  { weight: 10, arbitrary: fc.constant<BehaviourName[]>(['good']) },
  {
    weight: 3,
    arbitrary: fc.array(fc.oneof({ weight: 6, arbitrary: fc.constant('good' as const) }, behaviour), {
      minLength: 1,
      maxLength: 12,
    }),
  },
  { weight: 1, arbitrary: behaviour.map((one) => [one]) },
)

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 70 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      who: fc.constantFrom('Ada', 'Ben', 'Cyd'),
      decision: fc.oneof({ weight: 6, arbitrary: fc.constant('approve' as const) }, fc.constant('reject' as const)),
      rollout,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('act' as const),
      act: fc.constantFrom('pause', 'resume', 'resume', 'resume', 'extendSoak', 'abort', 'rollBackWave', 'rollBack'),
      rollout,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'disconnect',
        'reconnect',
        'reconnect',
        'hear no telemetry',
        'hear telemetry',
        'withhold',
        'release',
        'repeat an old message',
      ),
      device,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('freeze', 'thaw', 'thaw'), site: fc.nat(1) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('stop the server', 'start the server', 'lose messages', 'deliver messages'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('pick' as const), arm: fc.constantFrom('a', 'b', 'neither'), rollout }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('plan' as const),
      release: fc.integer({ min: 1, max: 3 }),
      makes,
      behind: fc.option(priority, { nil: undefined, freq: 1 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('prioritise' as const), rollout, priority }) },
)

/** Random fleets, policies, versions and everything that can happen to them. */
export const anyWalk: fc.Arbitrary<Walk> = fc.record({
  devices: fc.integer({ min: 5, max: 16 }),
  strategy: fc.constantFrom('canary-rolling', 'canary-rolling', 'blue-green', 'a-b'),
  rollbackDrill: fc.boolean(),
  approvalsNeeded: fc.integer({ min: 1, max: 2 }),
  wavePercents: fc.constantFrom([25, 50], [10], [25, 25, 50]),
  approvalExpiresSeconds: fc.constantFrom(60, 900),
  approvedAtOnce: fc.boolean(),
  away: fc.array(device, { maxLength: 4 }),
  first: makes,
  steps: fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }),
})
