import { expect, test } from 'vitest'
import type { DeviceFacts } from '../domain/rollout/rollout.ts'
import type { DeviceState } from '../protocol/device-state.ts'
import type { Instant } from '../protocol/ids.ts'
import { NEW, OLD, Story } from './story.ts'

const ROLLING = { strategy: 'rolling-update' as const, gateGraceSeconds: 60 }

test('[R-086] a rolling update goes canary, approval, then batch after batch, each ready before the next', async () => {
  const story = await new Story({ devices: 40, policy: ROLLING }).until('awaiting-approval')
  story.say('Ada', 'approve')
  await story.until('completed')
  expect(story.counts()).toEqual({ healthy: 40 })
  expect(
    story.transcript
      .filter((line) => line.includes('>'))
      .slice(0, 10)
      .join('\n'),
  ).toMatchInlineSnapshot(`
    "   1s > validating: The plan is frozen; checking it against the fleet.
       1s > deploying: All 1 pre-flight checks are met; baseline captured; canary begins.
       6s > soaking: Canary: every device has answered; soaking for 30 s.
      36s > awaiting-approval: Canary: the gate passes. Batch 1 waits for 1 approval.
      37s > deploying: Batch 1 approved by Ada; it begins.
      42s > soaking: Batch 1: every device has answered; soaking for 4 s.
      46s > deploying: Batch 1: the gate passes. Batch 2 begins.
      51s > soaking: Batch 2: every device has answered; soaking for 4 s.
      55s > deploying: Batch 2: the gate passes. Batch 3 begins.
      60s > soaking: Batch 3: every device has answered; soaking for 4 s."
  `)
})

test('[R-086] [R-087] an unhealthy batch goes back, is measured on the old version, and nothing proceeds', async () => {
  const story = new Story({
    devices: 40,
    policy: ROLLING,
    newVersion: (device) => (device.wave === 3 ? { failsWith: 'crash-loop' } : {}),
  })
  await story.until('awaiting-approval')
  story.say('Ada', 'approve')
  await story.until('verifying-rollback')
  expect(story.store.rollout.state).toMatchObject({ scope: 'wave', wave: 3, trigger: { rule: 'R-063' } })
  await story.until('halted')
  expect(story.store.rollout.state).toMatchObject({ wave: 3, resume: 'nothing' })
  story.resume()
  await story.seconds(120)
  const before = story.store.rollout.plan.waves.slice(0, 3).reduce((sum, wave) => sum + wave.devices, 0)
  expect(story.running(NEW)).toBe(before)
  expect(story.running(OLD)).toBe(40 - before)
})

test('[R-006] [R-018] no batch begins before the canary has passed and a person approved', async () => {
  const story = await new Story({ devices: 40, policy: { ...ROLLING, approvalExpiresSeconds: 3600 } }).until(
    'awaiting-approval',
  )
  await story.seconds(300)
  expect(story.running(NEW)).toBe(story.store.rollout.plan.waves[0]?.devices)
})

test('[R-085] an update whose place is not ready again yet holds the next, and says so', async () => {
  const story = await new Story({ devices: 24, policy: ROLLING }).seconds(3)
  expect(story.store.rollout.plan.waves[0]?.devices).toBe(4)
  expect(await inHand(story)).toHaveLength(2)
  expect(story.store.rollout.state).toMatchObject({
    phase: 'deploying',
    held: { rule: 'R-081', because: expect.stringContaining('At most 2 of 24 devices are updated at once') },
  })
  await story.until('soaking')
  expect(story.running(NEW)).toBe(4)
})

const IN_HAND: readonly DeviceState[] = [
  'installing',
  'verifying',
  'silent',
  'dark',
  'rolling-back',
  'quarantined',
  'degraded',
]

async function inHand(story: Story): Promise<readonly DeviceFacts[]> {
  const { facts } = await story.store.load(story.store.rollout.id, 0 as Instant, 0 as Instant)
  return facts.devices.filter(({ state }) => IN_HAND.includes(state))
}
