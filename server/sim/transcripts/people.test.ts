import { expect, test } from 'vitest'
import type { Instant } from '../../protocol/ids.ts'
import { AgentStory } from '../agents/agent-story.ts'
import { approved } from './approved.ts'
import { transcript } from './transcript.ts'

/** Each by the name of its file in this folder, and how it goes; `vitest run -u server/sim/transcripts` writes them anew. */
const STORIES: Readonly<Record<string, () => Promise<AgentStory>>> = {
  'R-018 rejected, asked again': async () => {
    const story = await (await AgentStory.begin()).until('awaiting-approval')
    story.say('Ada', 'reject', 'not on a Friday')
    await story.until('halted')
    story.resume()
    return (await approved(story)).until('completed')
  },
  'R-018 nobody approves': async () =>
    (await AgentStory.begin({ policy: { approvalExpiresSeconds: 30 } })).until('halted'),
  'R-170 a rollback drill': async () =>
    (await approved(await AgentStory.begin({ policy: { rollbackDrill: true } }))).until('completed'),
  'R-170 a rollback drill fails, another canary is tried': async () => {
    let first = true
    const story = await AgentStory.begin({
      policy: { rollbackDrill: true },
      // It runs, as it did since the factory, and does not come up again.
      oldVersion: ({ id }) => (id === 'dev-00' && !first ? { failsWith: 'smoke-test-failed' } : {}),
    })
    first = false
    await story.until('halted')
    story.resume()
    return story.until('awaiting-approval')
  },
  'a start that was set': async () => {
    const story = await AgentStory.begin()
    story.startsAfter(300)
    return story.until('soaking')
  },
  'a start that was set is cancelled': async () => {
    const story = await AgentStory.begin()
    story.startsAfter(300)
    await story.seconds(60)
    story.abort()
    return story.until('aborted')
  },
  'a site is frozen in mid-wave': async () => {
    const story = await (await AgentStory.begin()).until('awaiting-approval')
    const [held] = story.store.rollout.plan.order.filter(({ wave }) => wave === 1)
    const until = 0 as Instant
    if (held) story.store.holds.set(held.deviceId, { because: 'Oslo is frozen by Olive: stocktaking', until })
    story.say('Ada', 'approve')
    await story.seconds(60)
    story.store.holds.clear()
    return story.until('completed')
  },
}

test.each(Object.entries(STORIES))('%s', async (name, tell) => {
  await expect(transcript(await tell())).toMatchFileSnapshot(`./${name}.txt`)
})
