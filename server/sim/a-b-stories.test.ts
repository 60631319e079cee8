import { expect, test } from 'vitest'
import { NEW, OLD, OTHER, Story } from './story.ts'

const POLICY = { strategy: 'a-b' as const, comparePercent: 50 }
const told = (more: Partial<ConstructorParameters<typeof Story>[0]> = {}) =>
  new Story({ devices: 40, policy: POLICY, other: OTHER, ...more })

/** Through the canary's gate, approved by Ada. */
async function compared(story: Story): Promise<Story> {
  await story.until('awaiting-approval')
  story.say('Ada', 'approve')
  return story.until('comparing')
}

const armsOf = (story: Story) => {
  const { order, arms } = story.store.rollout.plan
  const of = (arm: 'a' | 'b') => order.filter((one) => one.arm === arm).map((one) => one.deviceId)
  return { a: of('a'), b: of('b'), pairs: arms?.pairs ?? [] }
}

test('[R-023] both arms are walked side by side, compared, and what a person picks reaches everybody', async () => {
  const story = await compared(told({ newVersion: () => ({ latencyMs: 24 }) }))
  const arms = armsOf(story)
  expect([story.running(NEW), story.running(OTHER)]).toEqual([arms.a.length, arms.b.length])
  expect(story.running(OLD)).toBe(40 - arms.a.length - arms.b.length)
  await story.seconds(10)
  expect(story.store.rollout.comparison?.reading).toMatchObject({ says: 'too-early' })
  await story.seconds(40)
  const { reading } = story.store.rollout.comparison ?? {}
  expect(reading).toMatchObject({
    says: 'b',
    because: 'The numbers are for arm B: arm B is better in p95 latency, worse in nothing.',
  })
  story.pick('b')
  await story.until('completed')
  expect(story.counts()).toEqual({ healthy: 40 })
  expect(story.running(OTHER)).toBe(40)
})

test('[R-023] no device ever goes from one arm to the other but over what it ran before', async () => {
  const story = await compared(told())
  const { b } = armsOf(story)
  story.pick('a', 'the camera team prefers it')
  await story.until('deploying')
  expect(b.map((id) => story.fleet.get(id)?.running)).toEqual(b.map(() => OLD))
  expect(story.running(OTHER)).toBe(0)
  await story.until('completed')
  expect(story.running(NEW)).toBe(40)
})

test('[R-023] a bad arm goes back by its rails, the other goes on and may still be picked', async () => {
  const story = await told({ otherVersion: () => ({ errorRate: 0.12 }) }).until('rolling-back')
  const { a, b } = armsOf(story)
  expect(story.store.rollout.state).toMatchObject({ scope: 'arm', arm: 'b', trigger: { rule: 'R-061' } })
  await story.until('awaiting-approval')
  const canaries = story.store.rollout.plan.order.filter(({ wave, arm }) => wave === 0 && arm === 'a').length
  expect([story.running(OTHER), story.running(NEW)]).toEqual([0, canaries])
  story.say('Ada', 'approve')
  await story.until('comparing')
  // Nobody of the arm that is lost was told again, and nobody else instead.
  expect([story.running(NEW), story.running(OTHER), story.running(OLD)]).toEqual([a.length, 0, 40 - a.length])
  expect(
    b
      .map((id) => story.store.stateOf(id))
      .toSorted()
      .at(0),
  ).toBe('pending')
  story.pick('a')
  await story.until('completed')
  expect(story.running(NEW)).toBe(40)
})

test('[R-023] when both arms are bad everybody is back on what they ran', async () => {
  const story = await told({ newVersion: () => ({ latencyMs: 60 }), otherVersion: () => ({ errorRate: 0.12 }) }).until(
    'rolled-back',
  )
  expect(story.running(OLD)).toBe(40)
})

test('[R-023] neither: both arms go back, those that were away as well', async () => {
  const story = await compared(told())
  const [away] = armsOf(story).b
  const device = story.fleet.get(away ?? '')
  if (!device) throw new Error('arm B has devices')
  device.online = false
  await story.seconds(2)
  story.pick('neither', 'the trial has to be set up anew')
  await story.until('rolled-back')
  device.online = true
  await story.seconds(10)
  expect(story.running(OLD)).toBe(40)
})

test('[R-023] who was away when its arm was left behind goes back first, and is caught up with what was picked', async () => {
  const story = await compared(told({ policy: { ...POLICY, installTimeoutSeconds: 900 } }))
  const device = story.fleet.get(armsOf(story).b[0] ?? '')
  if (!device) throw new Error('arm B has devices')
  device.online = false
  await story.seconds(5)
  story.pick('a', 'the camera team prefers it')
  await story.until('completed')
  expect(device.running).toBe(OTHER)
  device.online = true
  await story.seconds(4)
  expect(device.running).toBe(OLD)
  await story.seconds(20)
  expect(story.running(NEW)).toBe(40)
  expect(story.counts()).toEqual({ healthy: 40 })
})

test('[R-018] [R-023] nobody picks: both arms stay where they are, under their rails, and no number moves anything', async () => {
  let late = false
  const story = await compared(told({ otherVersion: () => (late ? { errorRate: 0.3 } : {}) }))
  await story.seconds(200)
  expect(story.store.rollout.state.phase).toBe('comparing')
  late = true
  await story.until('rolling-back')
  expect(story.store.rollout.state).toMatchObject({ scope: 'arm', arm: 'b' })
  await story.until('comparing')
  expect(story.store.rollout.comparison?.lost).toMatchObject({ arm: 'b', trigger: { rule: 'R-061' } })
})

test('[R-018] where two people have to approve, one pick is not enough', async () => {
  const story = told({ policy: { ...POLICY, approvalsNeeded: 2 } })
  await story.until('awaiting-approval')
  story.say('Ada', 'approve')
  story.say('Ben', 'approve')
  await story.until('comparing')
  story.pick('a', 'the camera team prefers it')
  await story.until('awaiting-approval')
  expect(story.store.rollout.state).toMatchObject({ wave: 2 })
  story.say('Ada', 'approve')
  story.say('Ben', 'approve')
  await story.until('completed')
})
