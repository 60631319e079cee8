import { expect, test } from 'vitest'
import type { DeviceId, Instant } from '../protocol/ids.ts'
import { NEW, OLD, Story } from './story.ts'

const NO_RAMP = { devicesPerMinute: 0, concurrentPerSite: 0, bytesPerSecondPerSite: 0 }

test('a ramp tells no more devices in any minute than it may, and says how long the others wait', async () => {
  const story = await new Story({ policy: { ramp: { ...NO_RAMP, devicesPerMinute: 5 } } }).until('awaiting-approval')
  story.say('Ada', 'approve')
  await story.seconds(3)
  expect(story.store.rollout.state).toMatchObject({
    phase: 'deploying',
    held: { rule: 'ramp', because: expect.stringContaining('At most 5 devices a minute') },
  })
  await story.until('completed', 900)
  const told = (await devicesOf(story)).map(({ exposedAt }) => exposedAt ?? 0).toSorted((a, b) => a - b)
  for (const [n, at] of told.entries()) if (n >= 5) expect(at - (told[n - 5] ?? 0)).toBeGreaterThanOrEqual(60_000)
})

test('a site installs so many at once, the others follow by themselves', async () => {
  const story = new Story({ policy: { ramp: { ...NO_RAMP, concurrentPerSite: 1 } } })
  let most = 0
  for (let second = 0; second < 600 && story.store.rollout.state.phase !== 'completed'; second++) {
    if (story.store.rollout.state.phase === 'awaiting-approval' && story.store.approval?.decisions.length === 0)
      story.say('Ada', 'approve')
    await story.seconds(1)
    const busy = (await devicesOf(story)).filter(({ state }) => state === 'installing' || state === 'verifying')
    for (const site of ['eu', 'us']) most = Math.max(most, busy.filter(({ siteId }) => siteId === site).length)
  }
  expect(most).toBe(1)
  expect(story.counts()).toEqual({ healthy: 24 })
})

test('a disruption budget counts who is away and what other rollouts took, and says whom it waits for', async () => {
  const story = await new Story({ policy: { budget: { sitePercent: 25, groupAvailable: 0 } } }).until(
    'awaiting-approval',
  )
  story.store.away.push(
    ...['cam-1', 'cam-2', 'cam-3'].map((name) => ({
      deviceId: name as DeviceId,
      name,
      siteId: 'eu',
      redundancyGroup: null,
    })),
  )
  story.say('Ada', 'approve')
  await story.seconds(30)
  const since = (await story.store.load(story.store.rollout.id, 0 as Instant, 0 as Instant)).rollout.state
  expect(since).toMatchObject({
    phase: 'deploying',
    held: {
      rule: 'disruption-budget',
      because:
        'Disruption budget: of the 15 devices of site eu at most 3 may be unavailable at once, and 3 are (cam-1, cam-2, cam-3). It goes on when one of them is back.',
    },
  })
  story.store.away.pop()
  await story.until('completed')
  expect(story.running(NEW)).toBe(24)
})

test('a rollback waits for no ramp and no budget', async () => {
  const story = await new Story({ policy: { budget: { sitePercent: 20, groupAvailable: 0 } } }).until(
    'awaiting-approval',
  )
  story.say('Ada', 'approve')
  await story.until('soaking')
  const exposed = story.running(NEW)
  story.abort()
  await story.seconds(1)
  expect(story.counts()['rolling-back']).toBe(exposed)
  await story.until('aborted')
  expect(story.running(OLD)).toBe(24)
})

async function devicesOf(story: Story) {
  return (await story.store.load(story.store.rollout.id, 0 as Instant, 0 as Instant)).facts.devices
}

test('no more devices of a site download at once than its bytes per second carry', async () => {
  const policy = { ramp: { ...NO_RAMP, bytesPerSecondPerSite: 100 } }
  const story = new Story({ policy })
  const { downloads } = story.store.rollout.plan
  expect(downloads).toEqual({ atOnce: 2, bytesPerSecond: 50 })
  for (let n = 0; n < 120; n++) {
    await story.seconds(1)
    const fetching = [...story.fleet.values()].filter(({ reported }) => {
      const update = reported?.update
      return update?.state === 'updating' && update.step === 'downloading'
    })
    for (const all of Map.groupBy(fetching, ({ siteId }) => siteId).values())
      expect(all.length).toBeLessThanOrEqual(downloads?.atOnce ?? 0)
  }
})
