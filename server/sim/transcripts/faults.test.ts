import { expect, test } from 'vitest'
import { AgentStory } from '../agents/agent-story.ts'
import { approved } from './approved.ts'
import { transcript } from './transcript.ts'

/** Each by the name of its file in this folder, and how it goes; `vitest run -u server/sim/transcripts` writes them anew. */
const STORIES: Readonly<Record<string, () => Promise<AgentStory>>> = {
  'R-004 offline in its wave, caught up on return': async () => {
    const offline = ['dev-08', 'dev-09']
    const story = await (await approved(await AgentStory.begin({ offline }))).until('completed')
    for (const id of offline) story.plugIn(id)
    return story.seconds(30)
  },
  'R-010 offline during the rollback, sent back first thing on return': async () => {
    const story = await (await AgentStory.begin({ newVersion: () => ({ errorRate: 0.12 }) })).until('rolling-back')
    story.unplug('dev-01')
    await story.until('rolled-back')
    await story.seconds(20)
    story.plugIn('dev-01')
    return story.seconds(20)
  },
  'I9 the server is away for a minute': async () => {
    const story = await (await AgentStory.begin()).seconds(3)
    story.crash()
    await story.seconds(60)
    story.restart()
    return (await approved(story)).until('completed')
  },
  'R-013 power is lost in the middle of the switch': async () => {
    const story = await AgentStory.begin()
    story.losesPowerBefore('dev-01', 'switch', 3)
    return story.until('awaiting-approval')
  },
  'R-013 power is lost while it unpacks': async () => {
    const story = await AgentStory.begin()
    story.losesPowerBefore('dev-01', 'seal a slot', 3)
    return story.until('awaiting-approval')
  },
  'R-013 power is lost three times on trial': async () => {
    const story = await AgentStory.begin()
    for (let times = 0; times < 3; times++) {
      for (let n = 0; n < 20 && story.fleet.device('dev-01').state.update?.phase !== 'proving'; n++)
        await story.seconds(1)
      story.losesPowerBefore('dev-01', 'ask the application', 2)
      await story.seconds(3)
    }
    return story.until('rolled-back')
  },
  'messages are lost and arrive twice': async () => {
    const story = await AgentStory.begin()
    story.fleet.network.weather = { delayMs: [20, 900], lost: 0.15, doubled: 0.2 }
    return (await approved(story)).until('completed')
  },
}

test.each(Object.entries(STORIES))('%s', async (name, tell) => {
  await expect(transcript(await tell())).toMatchFileSnapshot(`./${name}.txt`)
})
