import { expect, test } from 'vitest'
import type { Instant } from '../protocol/ids.ts'
import { NEW, OLD, Story } from './story.ts'

/** Seconds since the start at which this was first said, in the order of the questions. */
const firstSaid = ({ transcript }: Story, what: readonly string[]) =>
  what.map((words) => Number.parseInt(transcript.find((line) => line.includes(words)) ?? '', 10))

const readings = async ({ store }: Story) => (await store.load(store.rollout.id, 0 as Instant, 0 as Instant)).readings

test('[R-045] [R-048] [R-049] [R-050] [R-051] the canary is deployed, soaks, is compared with before and judged, in this order', async () => {
  const story = await new Story().until('awaiting-approval')
  const [deployed, soaks, judged] = firstSaid(story, ['canary begins', 'soaking for 30 s', 'the gate passes'])
  expect([deployed, soaks, judged]).toEqual([1, 6, 36])
  const [canary] = await readings(story)
  expect(canary).toMatchObject({ wave: 0, verdict: 'pass', because: 'All 11 rows pass over the whole soak.' })
  const errors = canary?.rows.find(({ metric }) => metric === 'error-rate')
  expect(errors).toMatchObject({ verdict: 'pass', baseline: expect.anything() })
})

test('[R-050] [R-007] a canary that is worse than before is judged so, and nothing follows it', async () => {
  const story = await new Story({ newVersion: () => ({ errorRate: 0.12 }) }).until('rolled-back')
  expect(await readings(story)).toMatchObject([{ wave: 0, verdict: 'fail' }])
  expect(story.transcript.join('\n')).not.toContain('Wave 1')
  expect(story.running(OLD)).toBe(24)
})

test('[R-007] [R-017] [R-059] every wave, the last one too, soaks and is let go on by a gate of its own', async () => {
  const story = await new Story().until('awaiting-approval')
  story.say('Ada', 'approve')
  await story.until('completed')
  expect((await readings(story)).map(({ wave, verdict }) => [wave, verdict])).toEqual([
    [0, 'pass'],
    [1, 'pass'],
    [2, 'pass'],
    [3, 'pass'],
  ])
  const [soaks, confirms] = firstSaid(story, ['Wave 3: every device has answered', '> confirming'])
  expect((confirms ?? 0) - (soaks ?? 0)).toBe(20)
})

test('[R-017] what the last wave shows keeps the rollout from being confirmed', async () => {
  const story = new Story({ newVersion: (device) => (device.wave === 3 ? { failsWith: 'crash-loop' } : {}) })
  await story.until('awaiting-approval')
  story.say('Ada', 'approve')
  await story.until('halted')
  expect(story.transcript.join('\n')).not.toContain('> confirming')
  expect(story.running(NEW)).toBeLessThan(24)
})

test('[R-134] a canary whose degradation goes on is rolled back, measured against its baseline, and its pattern is kept', async () => {
  const story = await new Story({ newVersion: () => ({ memoryPercent: (s: number) => 40 + 4 * s }) }).until(
    'rolled-back',
  )
  expect(story.store.rollout.state).toMatchObject({ trigger: { rule: 'R-064' }, restored: 'yes' })
  expect(story.store.rollout.failure).toMatchObject({ rule: 'R-064' })
})
