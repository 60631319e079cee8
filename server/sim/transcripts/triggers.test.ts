import { expect, test } from 'vitest'
import { AgentStory, type AgentsTold } from '../agents/agent-story.ts'
import { approved } from './approved.ts'
import { transcript } from './transcript.ts'

const bad = async (newVersion: AgentsTold['newVersion']) =>
  (await AgentStory.begin({ newVersion })).until('rolled-back')

/** Every rail, by its rule. What would not pass a device's own trial shows itself some seconds later. */
const STORIES: Readonly<Record<string, () => Promise<AgentStory>>> = {
  'R-061 error rate': () => bad(() => ({ errorRate: 0.12 })),
  'R-062 P95 latency': () => bad(() => ({ latencyMs: 50 })),
  'R-063 crash loop on trial': () => bad(() => ({ failsWith: 'crash-loop' })),
  'R-063 crash loop of one device after it was confirmed': async () => {
    const newVersion = ({ id }: { id: string }) =>
      id === 'dev-07' ? ({ failsWith: 'crash-loop', after: 7 } as const) : {}
    return (await approved(await AgentStory.begin({ devices: 48, newVersion }))).until('halted')
  },
  'R-064 memory': () => bad(() => ({ memoryPercent: (s) => 40 + 3 * s })),
  'R-065 silent': () => bad(() => ({ silent: true, after: 12 })),
  'R-065 dark, back after the rollback': async () => {
    let dark = true
    const story = await bad(() => ({ dark, after: 12 }))
    dark = false
    for (const device of story.fleet.devices.values()) device.online = true
    return story.seconds(30)
  },
  'R-066 fleet error rate': async () => {
    let late = false
    const newVersion = () => (late ? { errorRate: 0.5 } : {})
    const story = await approved(await AgentStory.begin({ newVersion }))
    await story.until('soaking')
    late = true
    return story.until('rolled-back')
  },
  'R-067 each wave slower than the one before': async () => {
    const newVersion = ({ wave }: { wave: number }) => ({ latencyMs: 20 + 3.5 * wave })
    return (await approved(await AgentStory.begin({ newVersion }))).until('rolled-back')
  },
  'R-068 the rollback of a wave does not restore its baseline': async () => {
    let spoiled = false
    const story = await AgentStory.begin({
      newVersion: ({ wave }) => (wave === 2 ? { errorRate: 0.12 } : {}),
      oldVersion: ({ wave }) => (spoiled && wave === 2 ? { errorRate: 0.3 } : {}),
    })
    await (await approved(story)).until('rolling-back')
    spoiled = true
    return story.until('rolled-back')
  },
  'R-069 R-126 a later wave goes back, a person ends the rest': async () => {
    const newVersion = ({ wave }: { wave: number }) => (wave === 2 ? { errorRate: 0.12 } : {})
    const story = await approved(await AgentStory.begin({ newVersion }))
    await story.until('halted')
    story.abort()
    return story.until('aborted')
  },
  'R-124 smoke tests': () => bad(() => ({ failsWith: 'smoke-test-failed' })),
  'R-124 broken archive': () => bad(() => ({ failsWith: 'unpack-failed' })),
}

test.each(Object.entries(STORIES))('%s', async (name, tell) => {
  await expect(transcript(await tell())).toMatchFileSnapshot(`./${name}.txt`)
})
