import { expect, test } from 'vitest'
import type { Instant } from '../protocol/ids.ts'
import { NEW, NEW_CONFIG, OLD, Story } from './story.ts'

test('[R-016] a good release walks PREPARE, VALIDATE, CANARY, approval, three waves and CONFIRM', async () => {
  const story = await new Story().until('awaiting-approval')
  story.say('Ada', 'approve')
  await story.until('completed')
  expect(story.counts()).toEqual({ healthy: 24 })
  expect(story.running(NEW)).toBe(24)
  expect(story.transcript.filter((line) => line.includes('>')).join('\n')).toMatchInlineSnapshot(`
    "   1s > validating: The plan is frozen; checking it against the fleet.
       1s > deploying: All 1 pre-flight checks are met; baseline captured; canary begins.
       6s > soaking: Canary: every device has answered; soaking for 30 s.
      36s > awaiting-approval: Canary: the gate passes. Wave 1 waits for 1 approval.
      37s > deploying: Wave 1 approved by Ada; it begins.
      42s > soaking: Wave 1: every device has answered; soaking for 20 s.
      62s > deploying: Wave 1: the gate passes. Wave 2 begins.
      67s > soaking: Wave 2: every device has answered; soaking for 20 s.
      87s > deploying: Wave 2: the gate passes. Wave 3 begins.
      92s > soaking: Wave 3: every device has answered; soaking for 20 s.
     112s > confirming: Wave 3: the gate passes. It was the last wave.
     112s > completed: Confirmed: 24 devices run detector 2.0.0."
  `)
})

test('[R-018] nothing beyond the canary moves before a person approves, however long it takes', async () => {
  const story = await new Story({ policy: { approvalExpiresSeconds: 3600 } }).until('awaiting-approval')
  await story.seconds(600)
  expect(story.running(NEW)).toBe(story.store.rollout.plan.waves[0]?.devices)
})

test('[R-018] one reject ends the request, the rollout halts with the reason, and resuming asks again', async () => {
  const story = await new Story().until('awaiting-approval')
  story.say('Ada', 'reject', 'not on a Friday')
  await story.until('halted')
  expect(story.store.rollout.state).toMatchObject({ trigger: { because: expect.stringContaining('not on a Friday') } })
  story.resume()
  await story.until('awaiting-approval')
  story.say('Ada', 'approve')
  await story.until('completed')
})

test('[R-018] an approval that nobody gives expires and starts nothing', async () => {
  const story = await new Story({ policy: { approvalExpiresSeconds: 30 } }).until('halted')
  expect(story.store.rollout.state).toMatchObject({ trigger: { rule: 'expired' } })
})

test('a wave waits for devices whose site holds them, tells the others, and goes on when the hold ends', async () => {
  const story = await new Story().until('awaiting-approval')
  const held = story.store.rollout.plan.order.filter(({ wave }) => wave === 1).slice(0, 2)
  for (const { deviceId } of held)
    story.store.holds.set(deviceId, { because: 'Oslo is frozen by Olive: stocktaking', until: 0 as Instant })
  story.say('Ada', 'approve')
  await story.seconds(300)
  expect(story.store.rollout.state).toMatchObject({ phase: 'deploying', wave: 1 })
  expect((await story.store.load(story.store.rollout.id, 0 as Instant, 0 as Instant)).because).toContain(
    'waiting for 2 devices. Oslo is frozen by Olive: stocktaking',
  )
  story.store.holds.clear()
  await story.until('completed')
  expect(story.running(NEW)).toBe(24)
})

test('a rollback never waits for a hold', async () => {
  const story = await new Story().until('soaking')
  for (const { deviceId } of story.store.rollout.plan.order)
    story.store.holds.set(deviceId, { because: 'frozen', until: 0 as Instant })
  story.abort()
  await story.until('aborted')
  expect(story.running(OLD)).toBe(24)
})

test('[R-132] a soak that is extended reads its gate later and not sooner', async () => {
  const story = await new Story().until('soaking')
  await story.seconds(10)
  story.extendSoak(100)
  await story.seconds(110)
  expect(story.store.rollout.state.phase).toBe('soaking')
  await story.until('awaiting-approval')
  expect(story.transcript.join('\n')).toContain('136s > awaiting-approval')
})

test('a person sends the newest wave back, and the earlier ones keep what they have until somebody decides', async () => {
  const story = await new Story().until('awaiting-approval')
  const canary = story.running(NEW)
  story.say('Ada', 'approve')
  await story.until('soaking')
  story.rollBackWave()
  await story.until('halted')
  expect(story.store.rollout.state).toMatchObject({ wave: 1, resume: 'nothing', trigger: { rule: 'person' } })
  expect(story.running(NEW)).toBe(canary)
})

test('sending the canary back ends the rollout: no other wave is left', async () => {
  const story = await new Story().until('soaking')
  story.rollBackWave()
  await story.until('rolled-back')
  expect(story.running(NEW)).toBe(0)
})

const BAD = [
  { name: '[R-061] error rate', version: { errorRate: 0.12 }, rule: 'R-061' },
  {
    name: '[R-061] an error rate over both rails, with the canary alone deployed',
    version: { errorRate: 0.5 },
    rule: 'R-061',
  },
  { name: '[R-062] P95 latency', version: { latencyMs: 50 }, rule: 'R-062' },
  { name: '[R-063] a crash loop', version: { failsWith: 'crash-loop' as const }, rule: 'R-063' },
  { name: '[R-064] memory', version: { memoryPercent: (s: number) => 40 + 4 * s }, rule: 'R-064' },
  { name: '[R-065] silent endpoints', version: { silent: true }, rule: 'R-065' },
  { name: '[R-124] failed smoke tests', version: { failsWith: 'smoke-test-failed' as const }, rule: 'R-124' },
]

test.each(BAD)(
  '[R-012] [R-122] $name sends the canary back, every device runs the old version again',
  async ({ version, rule }) => {
    const story = await new Story({ newVersion: () => version }).until('rolled-back')
    expect(story.store.rollout.state).toMatchObject({ trigger: { rule }, restored: 'yes' })
    expect(story.running(OLD)).toBe(24)
    expect(Object.keys(story.counts()).toSorted()).toEqual(expect.arrayContaining(['pending']))
  },
)

test('[R-065] [D-04] devices that go dark after the update count; the rollback is owed to them and given on return', async () => {
  const story = await new Story({ newVersion: () => ({ dark: true }) }).until('rolled-back')
  expect(story.store.rollout.state).toMatchObject({ trigger: { rule: 'R-065' } })
  expect(story.counts()['rolling-back']).toBeGreaterThan(0)
  expect(await story.store.due()).toHaveLength(1)
})

test('[R-066] [R-057] an error rate far above baseline over everything deployed sends the whole fleet back', async () => {
  let late = false
  const story = await new Story({ newVersion: () => (late ? { errorRate: 0.5 } : {}) }).until('awaiting-approval')
  story.say('Ada', 'approve')
  await story.until('soaking')
  late = true
  await story.until('rolled-back')
  expect(story.store.rollout.state).toMatchObject({ trigger: { rule: 'R-066' } })
  expect(story.running(OLD)).toBe(24)
})

test('[R-126] [R-130] a failed later wave goes back; earlier waves keep the new version until a person decides', async () => {
  const story = new Story({ newVersion: (device) => (device.wave === 2 ? { failsWith: 'crash-loop' } : {}) })
  await story.until('awaiting-approval')
  story.say('Ada', 'approve')
  await story.until('halted')
  expect(story.store.rollout.state).toMatchObject({ resume: 'nothing', trigger: { rule: 'R-063' } })
  const before = story.store.rollout.plan.waves.slice(0, 2).reduce((sum, wave) => sum + wave.devices, 0)
  expect(story.running(NEW)).toBe(before)
  story.abort()
  await story.until('aborted')
  expect(story.running(OLD)).toBe(24)
})

test('[R-004] [R-121] devices that were offline are skipped, not failed, and caught up when they return, even after CONFIRM', async () => {
  const offline = ['dev-08', 'dev-09', 'dev-10']
  const story = await new Story({ offline }).until('awaiting-approval')
  story.say('Ada', 'approve')
  await story.until('completed')
  expect(story.counts()).toEqual({ healthy: 21, skipped: 3 })
  for (const id of offline) {
    const device = story.fleet.get(id)
    if (device) device.online = true
  }
  await story.seconds(20)
  expect(story.counts()).toEqual({ healthy: 24 })
})

test('[R-010] a device that was skipped is never updated after the rollout was rolled back', async () => {
  const story = await new Story({ offline: ['dev-08'], newVersion: () => ({ errorRate: 0.2 }) }).until('rolled-back')
  const device = story.fleet.get('dev-08')
  if (device) device.online = true
  await story.seconds(60)
  expect(story.running(NEW)).toBe(0)
})

test('[I4] a pause exposes nothing new, keeps the rails, and resuming goes on', async () => {
  const story = await new Story().until('awaiting-approval')
  story.pause()
  story.say('Ada', 'approve')
  await story.seconds(120)
  expect(story.store.rollout.state.phase).toBe('awaiting-approval')
  story.resume()
  await story.until('completed')
})

test('[R-136] nothing follows a wave whose degradation is suspected, until a person clears it', async () => {
  const story = await new Story().until('awaiting-approval')
  story.say('Ada', 'approve')
  await story.until('soaking')
  story.extendSoak(30)
  await story.seconds(200)
  expect(story.store.rollout.state).toMatchObject({ phase: 'soaking', wave: 1, suspected: { name: 'Olive' } })
  expect((await story.store.load(story.store.rollout.id, 0 as Instant, 0 as Instant)).because).toContain(
    'waits until the degradation that Olive suspects is cleared, or rolled back',
  )
  story.clearSuspicion()
  await story.until('completed')
})

/** So much is asked for that no gate can be judged. */
const unjudged = () => ({ policy: { gate: { ...new Story().store.rollout.policy.gate, minRequests: 1_000_000 } } })

test('[R-136] a suspicion outlives a gate that stays inconclusive, and a resume', async () => {
  const story = await new Story(unjudged()).until('soaking')
  story.extendSoak(10)
  await story.until('halted')
  story.resume()
  expect(story.store.rollout.state).toMatchObject({ phase: 'soaking', suspected: { name: 'Olive' } })
})

test('[R-056] two people pass over a gate that could not be judged; approval is asked for all the same', async () => {
  const story = await new Story(unjudged()).until('halted')
  story.overrideGate()
  await story.until('awaiting-approval', 5)
  expect(story.transcript.join('\n')).toContain('passed over by Ada and Bo: cameras are cleaned')
})

test('[R-064] a rail that is crossed by then acts although the gate was passed over', async () => {
  let memory = 40
  const story = await new Story({ ...unjudged(), newVersion: () => ({ memoryPercent: () => memory }) }).until('halted')
  memory = 95
  story.overrideGate()
  await story.until('rolled-back', 200)
  expect(story.store.rollout.state).toMatchObject({ trigger: { rule: 'R-064' } })
  expect(story.running(OLD)).toBe(24)
})

test('silence never passes a gate: without telemetry it is inconclusive and a person decides', async () => {
  const story = await new Story({
    policy: { gate: { ...new Story().store.rollout.policy.gate, minRequests: 1_000_000 } },
  }).until('halted')
  expect(story.store.rollout.state).toMatchObject({ resume: 'soak-again', trigger: { rule: 'inconclusive' } })
})

test.each([1, 4, 9, 20, 30])(
  '[I9] a server that is gone for a minute after %i seconds changes when, not what',
  async (after) => {
    const story = await new Story().seconds(after)
    story.crash()
    await story.seconds(60)
    story.restart()
    await story.until('awaiting-approval')
    story.say('Ada', 'approve')
    await story.until('completed')
    expect(story.counts()).toEqual({ healthy: 24 })
  },
)

test('[I4] going back ends a pause: resuming does not soak a wave again that went back', async () => {
  const story = new Story({ newVersion: (device) => (device.wave === 2 ? { failsWith: 'crash-loop' } : {}) })
  await story.until('awaiting-approval')
  story.say('Ada', 'approve')
  for (let n = 0; n < 100 && story.counts().pending !== 7; n++) await story.seconds(1)
  expect(story.store.rollout.state).toMatchObject({ phase: 'deploying', wave: 2 })
  story.pause()
  await story.until('halted')
  expect(story.store.rollout.paused).toBeNull()
  story.resume()
  await story.seconds(5)
  expect(story.store.rollout.state).toMatchObject({ phase: 'halted', resume: 'nothing' })
})

test('[R-130] [L2] a device that never answered is back on the old version before the rollback counts as done', async () => {
  const story = await new Story({ newVersion: () => ({ neverProven: true }) }).until('verifying-rollback')
  expect(story.store.rollout.state).toMatchObject({ trigger: { rule: 'R-124' } })
  expect(story.running(NEW)).toBe(0)
  await story.until('rolled-back')
  expect(story.counts().failed).toBe(story.store.rollout.plan.waves[0]?.devices)
})

test('[R-018] an approval given in time counts, although the server comes back only after it expired', async () => {
  const story = await new Story({ policy: { approvalExpiresSeconds: 30 } }).until('awaiting-approval')
  story.say('Ada', 'approve')
  story.crash()
  await story.seconds(60)
  story.restart()
  await story.until('completed')
})

test('an approved rollout that stays paused until the approval expires is asked for again, and says so', async () => {
  const story = await new Story({ policy: { approvalExpiresSeconds: 30 } }).until('awaiting-approval')
  story.pause()
  story.say('Ada', 'approve')
  await story.until('halted')
  expect(story.store.rollout.state).toMatchObject({
    resume: 'ask-again',
    trigger: { because: expect.stringContaining('paused') },
  })
})

test('[R-010] a device that goes dark while it catches up after CONFIRM is still waited for', async () => {
  let dark = true
  const story = await new Story({
    offline: ['dev-08'],
    newVersion: (device) => ({ dark: dark && device.id === 'dev-08' }),
  }).until('awaiting-approval')
  story.say('Ada', 'approve')
  await story.until('completed')
  const device = story.fleet.get('dev-08')
  if (device) device.online = true
  await story.seconds(30)
  expect(story.counts()).toEqual({ healthy: 23, dark: 1 })
  dark = false
  if (device) device.online = true
  await story.seconds(30)
  expect(story.counts()).toEqual({ healthy: 24 })
})

test('[I6] [R-004] agents that come back slowly after a long outage of the server are not taken for dark', async () => {
  const story = await new Story({ policy: { approvalExpiresSeconds: 3600 } }).until('awaiting-approval')
  const away = [...story.fleet.values()].filter((device) => device.running === NEW)
  story.crash()
  for (const device of away) device.online = false
  await story.seconds(200)
  story.restart()
  await story.seconds(100)
  expect(story.counts().dark ?? 0).toBe(0)
  for (const device of away) device.online = true
  story.say('Ada', 'approve')
  await story.until('completed')
})

test('[R-142] a device held back is skipped in its wave, never failed, and caught up when it may', async () => {
  const story = await new Story().until('awaiting-approval')
  const held = story.store.rollout.plan.order.at(-1)?.deviceId ?? ''
  story.store.withheld.set(held, 'it says something else than the registry.')
  story.say('Ada', 'approve')
  await story.until('completed')
  expect(story.counts()).toEqual({ healthy: 23, skipped: 1 })
  expect(story.running(NEW)).toBe(23)
  story.store.withheld.clear()
  await story.seconds(30)
  expect(story.counts()).toEqual({ healthy: 24 })
})

test('[R-159] a rollout that changes nothing but configuration is walked, judged and confirmed like any other', async () => {
  const story = await new Story({ target: NEW_CONFIG }).until('awaiting-approval')
  expect(story.running(NEW_CONFIG)).toBe(story.store.rollout.plan.waves[0]?.devices)
  story.say('Ada', 'approve')
  await story.until('completed')
  expect(story.counts()).toEqual({ healthy: 24 })
  expect(story.running(NEW_CONFIG)).toBe(24)
})

test.each([
  { name: 'error rate', rule: 'R-061', version: { errorRate: 0.12 } },
  { name: 'latency', rule: 'R-062', version: { latencyMs: 50 } },
])(
  '[R-159] [R-166] a configuration that raises the $name is undone, and the old one is measured as good as before',
  async ({ version, rule }) => {
    const story = await new Story({ target: NEW_CONFIG, newVersion: () => version }).until('rolled-back')
    expect(story.store.rollout.state).toMatchObject({ trigger: { rule }, restored: 'yes' })
    expect(story.running(OLD)).toBe(24)
  },
)
