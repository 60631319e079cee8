import { expect, test } from 'vitest'
import type { SimulatedDevice } from './simulated-device.ts'
import { NEW, OLD, Story } from './story.ts'

const POLICY = { rollbackDrill: true }
const LIMIT_SECONDS = 60

const canaries = (story: Story) => story.store.rollout.plan.waves[0]?.devices ?? 0

/** The canary that the drill would take first. */
function drilled(story: Story): SimulatedDevice {
  const device = story.fleet.get(story.store.rollout.plan.canary.picks[0]?.deviceId ?? '')
  if (!device) throw new Error('there is a canary')
  return device
}

async function goingBack(story: Story): Promise<Story> {
  for (let n = 0; n < 60; n++) {
    const { state } = story.store.rollout
    if (state.phase === 'deploying' && state.drill?.step === 'back') return story
    await story.seconds(1)
  }
  throw new Error(`no drill began\n${story.transcript.join('\n')}`)
}

const begun = (policy = {}) => goingBack(new Story({ policy: { ...POLICY, ...policy } }))

test('[R-170] one canary goes back, proves the old version and takes the new one again before the soak; then people are asked', async () => {
  const story = await begun()
  await story.seconds(3)
  expect([story.running(NEW), drilled(story).running]).toEqual([canaries(story) - 1, OLD])
  await story.until('soaking')
  expect(story.running(NEW)).toBe(canaries(story))
  await story.until('awaiting-approval')
  expect(story.store.rollout.state).toMatchObject({ drilled: { deviceId: drilled(story).id, seconds: 5 } })
  story.say('Ada', 'approve')
  await story.until('completed')
  expect(story.counts()).toEqual({ healthy: 24 })
})

test('[R-170] … by a switch of its traffic and back where the fleet is blue-green', async () => {
  const story = await begun({ strategy: 'blue-green' })
  await story.until('awaiting-approval')
  expect(story.running(NEW)).toBe(canaries(story))
  expect(story.store.rollout.state).toMatchObject({ drilled: { deviceId: drilled(story).id } })
})

test('a policy that does not ask for it drills nobody', async () => {
  const story = await new Story().until('awaiting-approval')
  expect(story.store.rollout.state).not.toHaveProperty('drilled')
  expect(story.transcript.join('\n')).not.toContain('rolling-back')
})

test('[R-170] a canary that can not go back halts the rollout, and the others are not sent down the same way', async () => {
  const story = await new Story({ policy: POLICY, oldVersion: () => ({ failsWith: 'start-failed' }) }).until('halted')
  expect(story.store.rollout.state).toMatchObject({
    resume: 'drill-again',
    trigger: { rule: 'R-170', because: expect.stringContaining('Could not go back') },
  })
  await story.seconds(120)
  expect(story.store.rollout.state.phase).toBe('halted')
  expect(story.counts()).toMatchObject({ quarantined: 1, healthy: canaries(story) - 1 })
})

test('[R-170] … and another one is tried when a person lets it go on', async () => {
  const first = drilled(new Story({ policy: POLICY })).id
  const story = new Story({
    policy: POLICY,
    oldVersion: ({ id }) => (id === first ? { failsWith: 'start-failed' } : {}),
  })
  await story.until('halted')
  story.resume()
  await story.until('soaking')
  expect(story.store.rollout.state).toMatchObject({ drilled: { deviceId: expect.not.stringMatching(first) } })
  await story.until('awaiting-approval')
})

test('[R-170] one that never proves the old version is not waited for longer than an installation may take', async () => {
  const story = await new Story({ policy: POLICY, oldVersion: () => ({ neverProven: true }) }).until('halted')
  expect(story.store.rollout.state).toMatchObject({ trigger: { rule: 'R-170' }, resume: 'drill-again' })
  expect(story.counts()).toMatchObject({ quarantined: 1 })
})

test('[R-170] running the old version is no proof while its health endpoint is silent', async () => {
  let silent = false
  const story = await goingBack(new Story({ policy: POLICY, oldVersion: () => ({ silent }) }))
  silent = true
  await story.until('halted')
  expect(story.store.rollout.state).toMatchObject({
    trigger: { because: expect.stringContaining('health endpoint does not answer') },
  })
  silent = false
  story.resume()
  await story.until('awaiting-approval')
  expect(story.counts().healthy).toBe(canaries(story))
})

test('[R-170] [R-004] away in its drill it is waited for, then the rollout halts; it has not failed and is caught up', async () => {
  const story = await begun()
  const device = drilled(story)
  device.online = false
  await story.until('halted', LIMIT_SECONDS + 5)
  expect(story.store.rollout.state).toMatchObject({ trigger: { because: expect.stringContaining('It is offline') } })
  story.resume()
  await story.until('soaking')
  expect(story.counts()).toMatchObject({ skipped: 1, healthy: canaries(story) - 1 })
  device.online = true
  await story.until('awaiting-approval')
  expect(story.counts().healthy).toBe(canaries(story))
})

test('[R-170] back in time, it is as good as if it had never been away', async () => {
  const story = await begun()
  drilled(story).online = false
  await story.seconds(30)
  drilled(story).online = true
  await story.until('awaiting-approval')
})

test('[R-170] one that does not take the new version again halts, and is told it once more', async () => {
  let fails = false
  const story = await goingBack(
    new Story({ devices: 120, policy: POLICY, newVersion: () => (fails ? { failsWith: 'unpack-failed' } : {}) }),
  )
  fails = true
  await story.until('halted')
  expect(story.store.rollout.state).toMatchObject({
    trigger: { because: expect.stringContaining('could not take the new version again') },
  })
})

test('the rails act in the drill, and a rollback fetches whoever is in it', async () => {
  let errors = 0
  const story = await goingBack(new Story({ policy: POLICY, newVersion: () => ({ errorRate: errors }) }))
  errors = 0.9
  await story.until('rolled-back')
  expect(story.store.rollout.state).toMatchObject({ trigger: { rule: 'R-061' } })
  expect(story.running(OLD)).toBe(24)
})

test.each(['abort', 'rollBackWave'] as const)('%s in the drill leaves everyone on the old version', async (act) => {
  for (const after of [0, 3, 7]) {
    const story = await (await begun()).seconds(after)
    story[act]()
    await story.until(act === 'abort' ? 'aborted' : 'rolled-back')
    expect(story.running(OLD)).toBe(24)
  }
})

test('paused, it finishes going back and is not told the new version before somebody resumes', async () => {
  const story = await begun()
  story.pause()
  await story.seconds(300)
  expect(drilled(story).running).toBe(OLD)
  story.resume()
  await story.until('awaiting-approval')
  expect(story.store.rollout.state).toMatchObject({ drilled: { seconds: 5 } })
})

test('nobody of a frozen site is taken for it; it goes on when the freeze ends', async () => {
  const story = await new Story({ policy: POLICY }).until('deploying')
  await story.seconds(2)
  for (const id of story.fleet.keys())
    story.store.holds.set(id, {
      because: 'Frozen: stocktaking',
      until: story.store.rollout.state.phase.length as never,
    })
  await story.seconds(2 * LIMIT_SECONDS)
  expect(story.store.rollout.state).toMatchObject({ phase: 'deploying', drill: { step: 'waiting' } })
  story.store.holds.clear()
  await story.until('awaiting-approval')
})

test.each([1, 3, 6, 8, 10, 14])(
  '[I9] a server that is gone for a minute after %i seconds drills all the same',
  async (after) => {
    const story = await new Story({ policy: POLICY }).seconds(after)
    story.crash()
    await story.seconds(60)
    story.restart()
    await story.until('awaiting-approval')
    expect(story.store.rollout.state).toHaveProperty('drilled')
  },
)
