import { expect, test } from 'vitest'
import type { Instant } from '../../protocol/ids.ts'
import { NEW_CONFIG, OTHER, Story } from '../story.ts'
import { transcript } from './transcript.ts'

/** Through the canary's gate, approved by Ada. */
async function approved(story: Story): Promise<Story> {
  await story.until('awaiting-approval')
  story.say('Ada', 'approve')
  return story
}

const returns = (story: Story, id: string) => {
  const device = story.fleet.get(id)
  if (device) device.online = true
}

const twoArms = (more: Partial<ConstructorParameters<typeof Story>[0]> = {}) =>
  new Story({ devices: 24, policy: { strategy: 'a-b', comparePercent: 50 }, other: OTHER, ...more })

/** One line for each story: its file in this folder, and how it goes. `vitest run -u server/sim/transcripts` writes them anew. */
const STORIES: Readonly<Record<string, () => Promise<Story>>> = {
  'canary-rolling': async () => (await approved(new Story())).until('completed'),
  'canary-rolling, only the configuration changes': async () =>
    (await approved(new Story({ target: NEW_CONFIG }))).until('completed'),
  'blue-green': async () => (await approved(new Story({ policy: { strategy: 'blue-green' } }))).until('completed'),
  'blue-green, one fails on standby': () =>
    new Story({
      policy: { strategy: 'blue-green' },
      newVersion: ({ id }) => (id === 'dev-00' ? { failsOnStandby: 'smoke-test-failed' } : {}),
    }).until('rolled-back'),
  'blue-green, errors under traffic': () =>
    new Story({ policy: { strategy: 'blue-green' }, newVersion: () => ({ errorRate: 0.12 }) }).until('rolled-back'),
  'R-023 two arms, the faster one is picked': async () => {
    const story = await approved(twoArms({ newVersion: () => ({ latencyMs: 24 }) }))
    await story.until('comparing')
    await story.seconds(45)
    story.pick('b')
    return story.until('completed')
  },
  'R-023 arm B is bad, A is picked': async () => {
    const story = await approved(twoArms({ otherVersion: () => ({ errorRate: 0.12 }) }))
    await story.until('comparing')
    story.pick('a')
    return story.until('completed')
  },
  'R-023 no difference is shown, neither is picked': async () => {
    const story = await approved(twoArms())
    await story.until('comparing')
    await story.seconds(45)
    story.pick('neither')
    return story.until('rolled-back')
  },
  'R-061 error rate': () => new Story({ newVersion: () => ({ errorRate: 0.12 }) }).until('rolled-back'),
  'R-062 P95 latency': () => new Story({ newVersion: () => ({ latencyMs: 50 }) }).until('rolled-back'),
  'R-063 crash loop': () => new Story({ newVersion: () => ({ failsWith: 'crash-loop' }) }).until('rolled-back'),
  'R-064 memory': () => new Story({ newVersion: () => ({ memoryPercent: (s) => 40 + 4 * s }) }).until('rolled-back'),
  'R-065 silent': () => new Story({ newVersion: () => ({ silent: true }) }).until('rolled-back'),
  'R-065 dark, back after the rollback': async () => {
    let dark = true
    const story = await new Story({ newVersion: () => ({ dark }) }).until('rolled-back')
    dark = false
    for (const id of story.fleet.keys()) returns(story, id)
    return story.seconds(15)
  },
  'R-066 fleet error rate': async () => {
    let late = false
    const story = await approved(new Story({ newVersion: () => (late ? { errorRate: 0.5 } : {}) }))
    await story.until('soaking')
    late = true
    return story.until('rolled-back')
  },
  'R-067 each wave slower than the one before': async () =>
    (await approved(new Story({ newVersion: ({ wave }) => ({ latencyMs: 20 + 3.5 * wave }) }))).until('rolled-back'),
  'R-068 the rollback of a wave does not restore its baseline': async () => {
    let spoiled = false
    const story = await approved(
      new Story({
        newVersion: ({ wave }) => (wave === 2 ? { errorRate: 0.12 } : {}),
        oldVersion: ({ wave }) => (spoiled && wave === 2 ? { errorRate: 0.3 } : {}),
      }),
    )
    await story.until('rolling-back')
    spoiled = true
    return story.until('rolled-back')
  },
  'R-069 R-126 a later wave goes back, a person ends the rest': async () => {
    const story = await approved(new Story({ newVersion: ({ wave }) => (wave === 2 ? { errorRate: 0.12 } : {}) }))
    await story.until('halted')
    story.abort()
    return story.until('aborted')
  },
  'R-124 smoke tests': () => new Story({ newVersion: () => ({ failsWith: 'smoke-test-failed' }) }).until('rolled-back'),
  'R-132 a longer soak': async () => {
    const story = await new Story().until('soaking')
    story.extendSoak(100)
    return (await approved(story)).until('completed')
  },
  'R-170 a rollback drill': async () =>
    (await approved(new Story({ policy: { rollbackDrill: true } }))).until('completed'),
  'R-170 a rollback drill fails, another canary is tried': async () => {
    const story = await new Story({
      policy: { rollbackDrill: true },
      oldVersion: ({ id }) => (id === 'dev-00' ? { failsWith: 'start-failed' } : {}),
    }).until('halted')
    story.resume()
    return story.until('awaiting-approval')
  },
  'R-018 rejected, asked again': async () => {
    const story = await new Story().until('awaiting-approval')
    story.say('Ada', 'reject', 'not on a Friday')
    await story.until('halted')
    story.resume()
    return (await approved(story)).until('completed')
  },
  'R-018 nobody approves': () => new Story({ policy: { approvalExpiresSeconds: 30 } }).until('halted'),
  'R-004 offline in its wave, caught up on return': async () => {
    const story = await (await approved(new Story({ offline: ['dev-08', 'dev-09'] }))).until('completed')
    returns(story, 'dev-08')
    returns(story, 'dev-09')
    return story.seconds(15)
  },
  'I9 the server is away for a minute': async () => {
    const story = await new Story().seconds(4)
    story.crash()
    await story.seconds(60)
    story.restart()
    return (await approved(story)).until('completed')
  },
  'a start that was set': async () => {
    const story = new Story()
    story.startsAfter(300)
    return story.until('soaking')
  },
  'a start that was set is cancelled': async () => {
    const story = new Story()
    story.startsAfter(300)
    await story.seconds(60)
    story.abort()
    return story.until('aborted')
  },
  'a site is frozen in mid-wave': async () => {
    const story = await new Story().until('awaiting-approval')
    const [held] = story.store.rollout.plan.order.filter(({ wave }) => wave === 1)
    const until = 0 as Instant
    if (held) story.store.holds.set(held.deviceId, { because: 'Oslo is frozen by Olive: stocktaking', until })
    story.say('Ada', 'approve')
    await story.seconds(60)
    story.store.holds.clear()
    return story.until('completed')
  },
}

test.each(Object.entries(STORIES))(
  '%s',
  async (name, tell) => {
    await expect(transcript(await tell())).toMatchFileSnapshot(`./${name}.txt`)
  },
  60_000,
)
