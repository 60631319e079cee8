import { expect, test } from 'vitest'
import { AgentStory, type AgentsTold } from '../agents/agent-story.ts'
import { NEW_CONFIG, OTHER } from '../agents/catalogue.ts'
import { approved } from './approved.ts'
import { transcript } from './transcript.ts'

const BLUE_GREEN = { strategy: 'blue-green' } as const

const twoArms = (more: AgentsTold = {}) =>
  AgentStory.begin({ devices: 24, policy: { strategy: 'a-b', comparePercent: 50 }, other: OTHER, ...more })

/** Each by the name of its file in this folder, and how it goes; `vitest run -u server/sim/transcripts` writes them anew. */
const STORIES: Readonly<Record<string, () => Promise<AgentStory>>> = {
  'canary-rolling': async () => (await approved(await AgentStory.begin())).until('completed'),
  'canary-rolling, only the configuration changes': async () =>
    (await approved(await AgentStory.begin({ target: NEW_CONFIG }))).until('completed'),
  'rolling-update': async () =>
    (await AgentStory.begin({ policy: { strategy: 'rolling-update', maxUnavailablePercent: 25 } }))
      .until('awaiting-approval')
      .then(approved)
      .then((story) => story.until('completed')),
  'blue-green': async () => (await approved(await AgentStory.begin({ policy: BLUE_GREEN }))).until('completed'),
  'blue-green, one fails on standby': async () => {
    const newVersion = ({ id }: { id: string }) =>
      id === 'dev-00' ? ({ failsOnStandby: 'smoke-test-failed' } as const) : {}
    return (await AgentStory.begin({ policy: BLUE_GREEN, newVersion })).until('rolled-back')
  },
  'blue-green, errors under traffic': async () =>
    (await AgentStory.begin({ policy: BLUE_GREEN, newVersion: () => ({ errorRate: 0.12 }) })).until('rolled-back'),
  'R-023 two arms, the faster one is picked': async () => {
    const story = await approved(await twoArms({ newVersion: () => ({ latencyMs: 24 }) }))
    await story.until('comparing')
    await story.seconds(45)
    story.pick('b')
    return story.until('completed')
  },
  'R-023 arm B is bad, A is picked': async () => {
    const story = await approved(await twoArms({ otherVersion: () => ({ errorRate: 0.12 }) }))
    await story.until('comparing')
    story.pick('a')
    return story.until('completed')
  },
  'R-023 no difference is shown, neither is picked': async () => {
    const story = await approved(await twoArms())
    await story.until('comparing')
    await story.seconds(45)
    story.pick('neither')
    return story.until('rolled-back')
  },
}

test.each(Object.entries(STORIES))('%s', async (name, tell) => {
  await expect(transcript(await tell())).toMatchFileSnapshot(`./${name}.txt`)
})
