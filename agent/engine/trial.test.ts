import { expect, test } from 'vitest'
import { desiredOf, observation } from '../testing/values.ts'
import { freshTrial, judgeTrial, type Trial } from './trial.ts'

const policy = desiredOf(1, '2.0.0', 'b').trial // window 30 s, ready 3 s, memory 90 %
const passed: Trial = { ...freshTrial(0), smoke: 'passed', healthySince: 1000 }
const system = { ...observation('2.0.0').system, memoryPercent: 91 }
const wrongAnswer = { ...observation('2.0.0').health, functional: { status: 'unhealthy', checks: [] } } as const

test.each([
  {
    name: 'first sign of life: ask it what is known',
    trial: freshTrial(0),
    seen: observation('2.0.0'),
    mono: 400,
    verdict: 'test',
  },
  { name: 'silence waits', trial: freshTrial(0), seen: observation(null), mono: 5000, verdict: 'wait' },
  {
    name: '[R-085] healthy, not yet for long enough',
    trial: passed,
    seen: observation('2.0.0'),
    mono: 3999,
    verdict: 'wait',
  },
  { name: '[R-085] healthy for long enough', trial: passed, seen: observation('2.0.0'), mono: 4000, verdict: 'pass' },
  {
    name: 'never passes on silence, however late',
    trial: passed,
    seen: observation(null),
    mono: 30_000,
    verdict: 'health-not-proven',
  },
  {
    name: '[R-118] healthy without the smoke test is not proof',
    trial: { ...passed, smoke: 'running' as const },
    seen: observation('2.0.0'),
    mono: 9000,
    verdict: 'wait',
  },
  {
    name: '[R-064] too much memory',
    trial: passed,
    seen: observation('2.0.0', { system }),
    mono: 4000,
    verdict: 'memory-limit',
  },
  {
    name: '[R-093] another version answers',
    trial: passed,
    seen: observation('1.0.0'),
    mono: 4000,
    verdict: 'version-mismatch',
  },
  {
    name: 'unhealthy by its own words breaks the run',
    trial: passed,
    seen: observation('2.0.0', { status: 'unhealthy' }),
    mono: 9000,
    verdict: 'wait',
  },
  {
    name: '[R-046] [R-094] a wrong known answer breaks the run',
    trial: passed,
    seen: observation('2.0.0', { health: { ...wrongAnswer, functional: { status: 'unhealthy', checks: [] } } }),
    mono: 9000,
    verdict: 'wait',
  },
])('$name', ({ trial, seen, mono, verdict }) => {
  const answer = judgeTrial(trial, seen, { version: '2.0.0' }, policy, mono)
  expect(answer.kind === 'fail' ? answer.reason : answer.kind).toBe(verdict)
})

test('[R-085] one bad look starts the count of healthy seconds anew', () => {
  const broken = judgeTrial(passed, observation(null), { version: '2.0.0' }, policy, 3000)
  expect(broken).toMatchObject({ kind: 'wait', trial: { healthySince: null } })
})
