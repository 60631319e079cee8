import { expect, test } from 'vitest'
import type { ApprovalId, DeviceId, Instant, RolloutId } from '../../protocol/ids.ts'
import type { Drill, RolloutState } from '../../protocol/rollout-state.ts'
import { DEMO_POLICY } from './default-policies.ts'
import { makePlan } from './make-plan.ts'
import { nextStep } from './next-step.ts'
import { pipeline } from './pipeline.ts'
import type { Rollout } from './rollout.ts'
import { stateBlock } from './state-block.ts'
import { whyWave } from './why-wave.ts'

const at = 1_000_000 as Instant
const trigger = { rule: 'R-062', because: 'P95 is +150 %.', at }

const STATES: readonly RolloutState[] = [
  { phase: 'preparing', since: at },
  { phase: 'validating', since: at },
  { phase: 'deploying', wave: 0, since: at },
  { phase: 'soaking', wave: 0, since: at, soakUntil: at, deadline: at },
  { phase: 'awaiting-approval', wave: 1, since: at, approval: 'a' as ApprovalId, expiresAt: at },
  { phase: 'deploying', wave: 2, since: at },
  { phase: 'soaking', wave: 3, since: at, soakUntil: at, deadline: at },
  { phase: 'halted', wave: 1, since: at, trigger, resume: 'nothing' },
  { phase: 'rolling-back', scope: 'wave', wave: 1, since: at, trigger, end: 'rolled-back' },
  { phase: 'confirming', since: at },
  { phase: 'completed', at },
  { phase: 'rolled-back', at, wave: 0, trigger, restored: 'yes' },
]

const rollout = (state: RolloutState): Rollout => {
  const devices = Array.from({ length: 40 }, (_, n) => ({
    deviceId: `d${n}` as DeviceId,
    name: `d${n}`,
    siteId: 's',
    region: 'eu',
    hardwareType: 'rpi5',
    online: true,
    groups: [],
    redundancyGroup: null,
    singlePoint: null,
    knownIssue: null,
    monitoringFidelity: 3,
    bytes: 1000,
    excluded: null,
  }))
  const planned = makePlan(devices, '', DEMO_POLICY)
  if (!planned.ok) throw new Error(planned.refusal.message)
  return {
    id: 'r' as RolloutId,
    name: 'r',
    target: 'app 2.0.0',
    policy: DEMO_POLICY,
    plan: { ...planned.value, hash: 'h' },
    state,
    paused: null,
    failure: null,
    rootCauses: [],
    createdBy: 'olive',
    comparison: null,
  }
}

const words = {
  because: '',
  openDevices: 3,
  owed: 2,
  skipped: 1,
  hold: null,
  approvalsGiven: 0,
  approvers: ['Ada', 'Bo', 'Cy'],
}

test('[R-016] every phase has one place on the line and says in a sentence what comes next', () => {
  const line = STATES.map((state) => {
    const at = pipeline(rollout(state), []).filter((step) => step.note !== '')
    return `${state.phase} → ${at.map((step) => `${step.label} ${step.status}`).join()} | ${nextStep(rollout(state), words).sentence}`
  })
  expect(line.join('\n')).toMatchInlineSnapshot(`
    "preparing → PREPARE current | The plan is being checked against the fleet.
    validating → VALIDATE current | The pre-flight checks are being computed. When all are met, the canary begins by itself.
    deploying → CANARY current | Canary installs: 3 devices to go. Then it soaks for 30 s. A crossed rail sends it back at once.
    soaking → CANARY current | Canary soaks. When the soak is over its gate is read; if every row passes, 1 approver will be asked to let Wave 1 (10 devices) through. A crossed rail sends it back at once.
    awaiting-approval → APPROVAL waiting | Wave 1 waits for 1 approval; the requester may not give it. Ada, Bo or 1 more can. Without one it does not start.
    deploying → WAVE 2 current | Wave 2 installs: 3 devices to go. Then it soaks for 20 s. A crossed rail sends it back at once.
    soaking → WAVE 3 current | Wave 3 soaks. When the soak is over its gate is read; if every row passes, the rollout is confirmed. A crossed rail sends it back at once.
    halted → WAVE 1 failed | Halted: P95 is +150 %. Roll back the devices that still run the new version, or find the cause.
    rolling-back → WAVE 1 turned-back | Wave 1 goes back to the old version: 2 devices to go. Then it is measured whether the baseline is restored.
    confirming → CONFIRM current | The last gate has passed; confirming.
    completed → CONFIRM done | 1 device will catch up when seen.
    rolled-back → CANARY turned-back | 2 devices offline and owed the rollback first thing on return. P95 latency crossed its limit: p95 is +150 %. Find the cause before a new attempt."
  `)
})

test('[R-106] the state block names every field in the required order', () => {
  const block = stateBlock(
    rollout({ phase: 'soaking', wave: 1, since: at, soakUntil: at, deadline: at }),
    { healthy: 10, skipped: 2, failed: 1 },
    {
      last: 'Wave 1 soaks.',
      next: 'Read the gate.',
      blockers: [],
      rollbackAvailable: true,
      strategy: 'canary-rolling',
    },
  )
  expect(block).toMatchInlineSnapshot(`
    "<fleet-deploy-state>
    phase: ROLLOUT
    strategy: canary-rolling
    artifact: app 2.0.0
    fleet_total: 40
    deployed_count: 10
    healthy_count: 10
    quarantined_count: 1
    skipped_count: 2
    rollback_available: true
    current_wave: 1/3
    last_action: Wave 1 soaks.
    next_action: Read the gate.
    blockers: none
    </fleet-deploy-state>"
  `)
})

test('a pause is the first thing said, and who made it', () => {
  const paused = {
    ...rollout({ phase: 'deploying', wave: 1, since: at }),
    paused: { since: at, by: 'Olive', reason: 'lunch' },
  }
  expect(nextStep(paused, words)).toMatchObject({
    waitingFor: 'person',
    sentence: expect.stringContaining('Paused by Olive: lunch'),
  })
})

const drilled = { deviceId: 'd1' as DeviceId, name: 'd1', seconds: 3.24, at }

test.each<{ drill: Drill; says: string }>([
  {
    drill: { step: 'waiting', since: at },
    says: 'Its rollback drill has not begun yet. Before it, Canary does not soak.',
  },
  { drill: { step: 'back', deviceId: drilled.deviceId, name: 'd1', since: at }, says: 'Going back is tried on d1' },
  { drill: { step: 'again', drilled, since: at }, says: 'd1 went back in 3.2 s and takes the new version again.' },
])('[R-170] a rollback drill says where it is: $drill.step', ({ drill, says }) => {
  const drilling = rollout({ phase: 'deploying', wave: 0, since: at, drill })
  const next = nextStep(drilling, {
    because: '',
    openDevices: 0,
    owed: 0,
    skipped: 0,
    hold: null,
    approvalsGiven: 0,
    approvers: [],
  })
  expect(next.sentence).toContain(says)
  expect(pipeline(drilling, [0]).find((step) => step.key === 'canary')?.note).toBe('rollback drill')
})

test('[R-016] waves that came back one after the other are shown as they were: begun, and turned back', () => {
  const back = rollout({ phase: 'rolled-back', wave: 0, at, trigger, restored: 'yes' })
  expect(pipeline(back, [0, 1]).map((step) => `${step.key} ${step.status}`)).toEqual([
    'prepare done',
    'validate done',
    'canary turned-back',
    'approval done',
    'wave-1 turned-back',
    'wave-2 not-reached',
    'wave-3 not-reached',
    'confirm not-reached',
  ])
  expect(whyWave(back, 1, '', true)).toContain('Went back')
  expect(whyWave(back, 2, '', false)).toContain('Never began')
})

test('[R-023] while an arm goes back the other one is said to keep its version, and no wave to go back', () => {
  const back = rollout({
    phase: 'rolling-back',
    scope: 'arm',
    arm: 'b',
    wave: 1,
    since: at,
    trigger,
    end: 'rolled-back',
  })
  const paired = { pairs: [], percentOfCohort: 50, because: '', unmatched: [] }
  const arms = { a: { words: 'app 2.0.0' }, b: { words: 'app 2.1.0' }, ...paired }
  const compared = { ...back, plan: { ...back.plan, arms } }
  expect([0, 1, 2].map((wave) => whyWave(compared, wave, 'Waits for 3 devices.', wave < 2))).toEqual([
    'Arm A (app 2.0.0) keeps its version while arm B (app 2.1.0) goes back; the rails go on watching it.',
    'Waits for 3 devices.',
    'Does not begin before arm B (app 2.1.0) is back on the old version.',
  ])
})
