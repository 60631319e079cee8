import { expect, test } from 'vitest'
import { NEW, OLD, Story } from './story.ts'

const POLICY = { strategy: 'blue-green' as const }

/** how many devices run the new version without traffic */
const standing = (story: Story) => [...story.fleet.values()].filter(({ beside }) => beside === NEW).length

test('[R-071] [R-076] [R-077] each wave stands by as a whole, switches as a whole, and is judged under its traffic', async () => {
  const story = await new Story({ policy: POLICY }).until('awaiting-approval')
  const canary = story.store.rollout.plan.waves[0]?.devices ?? 0
  expect([story.running(NEW), standing(story)]).toEqual([canary, 0])
  story.say('Ada', 'approve')
  await story.until('completed')
  expect(story.counts()).toEqual({ healthy: 24 })
  expect([...story.fleet.values()].every(({ running, beside }) => running === NEW && beside === OLD)).toBe(true)
  expect(story.transcript.filter((line) => line.includes('>')).join('\n')).toMatchInlineSnapshot(`
    "   1s > validating: The plan is frozen; checking it against the fleet.
       1s > deploying: All 1 pre-flight checks are met; baseline captured; canary begins.
      11s > soaking: Canary: every device has answered; soaking for 30 s.
      41s > awaiting-approval: Canary: the gate passes. Wave 1 waits for 1 approval.
      42s > deploying: Wave 1 approved by Ada; it begins.
      52s > soaking: Wave 1: every device has answered; soaking for 20 s.
      72s > deploying: Wave 1: the gate passes. Wave 2 begins.
      82s > soaking: Wave 2: every device has answered; soaking for 20 s.
     102s > deploying: Wave 2: the gate passes. Wave 3 begins.
     112s > soaking: Wave 3: every device has answered; soaking for 20 s.
     132s > confirming: Wave 3: the gate passes. It was the last wave.
     132s > completed: Confirmed: 24 devices run detector 2.0.0."
  `)
})

test('[R-073] no device of a wave gets the traffic while one of them is not healthy on standby', async () => {
  const story = new Story({ policy: { ...POLICY, darkAfterSeconds: 60 } })
  const [first] = story.store.rollout.plan.order.filter(({ wave }) => wave === 0)
  const late = story.fleet.get(first?.deviceId ?? '')
  if (!late) throw new Error('there is a canary')
  await story.until('deploying')
  await story.seconds(4)
  late.online = false
  await story.seconds(10)
  expect(story.running(NEW)).toBe(0)
  expect(standing(story)).toBeGreaterThan(0)
  late.online = true
  await story.until('soaking')
  expect(story.running(NEW)).toBe(story.store.rollout.plan.waves[0]?.devices)
})

test('[R-072] one that fails on standby sends its wave back before any traffic was on it', async () => {
  const story = await new Story({
    policy: POLICY,
    newVersion: ({ wave }) => (wave === 1 ? { failsOnStandby: 'smoke-test-failed' } : {}),
  }).until('awaiting-approval')
  story.say('Ada', 'approve')
  await story.until('halted')
  const canary = story.store.rollout.plan.waves[0]?.devices ?? 0
  expect([story.running(NEW), standing(story)]).toEqual([canary, 0])
  expect(story.transcript.join('\n')).toContain('R-124')
})

test('[R-075] [R-078] what is bad under traffic alone is switched back within seconds, without an installation', async () => {
  const story = await new Story({ policy: POLICY, newVersion: () => ({ errorRate: 0.3 }) }).until('rolling-back')
  await story.seconds(3)
  expect(story.running(OLD)).toBe(24)
  await story.until('rolled-back')
  expect(story.store.rollout.state).toMatchObject({ restored: 'yes', trigger: { rule: 'R-061' } })
})

test('paused, what stands by waits without being failed for it, and switches when it is resumed', async () => {
  const story = await new Story({ policy: { ...POLICY, installTimeoutSeconds: 60 } }).until('deploying')
  await story.seconds(3)
  story.pause()
  await story.seconds(300)
  expect([story.running(NEW), story.counts().failed ?? 0]).toEqual([0, 0])
  story.resume()
  await story.until('awaiting-approval')
})

test('[R-004] one that was away stands by, switches, and is caught up when it returns', async () => {
  const story = new Story({ policy: POLICY, offline: ['dev-05'] })
  await story.until('awaiting-approval')
  story.say('Ada', 'approve')
  await story.until('completed')
  const away = story.fleet.get('dev-05')
  if (!away) throw new Error('dev-05 is in the fleet')
  expect(away.running).toBe(OLD)
  away.online = true
  await story.seconds(30)
  expect([away.running, away.beside]).toEqual([NEW, OLD])
  expect(story.counts()).toEqual({ healthy: 24 })
})

test('aborted while it stands by, a wave keeps what it runs and nothing runs beside it', async () => {
  const story = await new Story({ policy: POLICY }).until('deploying')
  await story.seconds(3)
  story.abort()
  await story.until('aborted')
  expect([story.running(OLD), standing(story)]).toEqual([24, 0])
})

test('neither a budget nor a ramp for each site keeps a wave from standing by as a whole', async () => {
  const limits = {
    ramp: { devicesPerMinute: 0, concurrentPerSite: 1, bytesPerSecondPerSite: 0 },
    budget: { sitePercent: 10, groupAvailable: 0 },
  }
  const story = await new Story({ policy: { ...POLICY, ...limits } }).until('awaiting-approval')
  story.say('Ada', 'approve')
  await story.until('completed')
  expect(story.running(NEW)).toBe(24)
})
