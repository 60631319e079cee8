import { expect, test } from 'vitest'
import { AgentStory, type AgentsTold } from '../agents/agent-story.ts'
import { readChecklist } from '../agents/checklist.ts'
import { scanFleet } from '../agents/scan.ts'
import { approved } from './approved.ts'
import { transcript } from './transcript.ts'

/** E1 to its end: what happened, why a person says it did, and what follows. */
async function explained(told: AgentsTold, category: 'artifact' | 'compatibility' | 'infrastructure', text: string) {
  const story = await (await AgentStory.begin(told)).until('rolled-back')
  await readChecklist(story)
  story.recordRootCause(category, text)
  await readChecklist(story)
  return story
}

const leaks = (percentPerSecond: number) => () => ({ memoryPercent: (s: number) => 40 + percentPerSecond * s })

/** The recovery procedures of the contract, by their rules. */
const STORIES: Readonly<Record<string, () => Promise<AgentStory>>> = {
  'E1 R-124 to R-131 the same failure everywhere': () =>
    explained(
      { newVersion: () => ({ failsWith: 'smoke-test-failed' }) },
      'artifact',
      'The labels of the model are shuffled.',
    ),
  'E1 R-129 one type of hardware fails': () =>
    explained(
      {
        devices: 48,
        policy: { canaryPercent: 20 },
        newVersion: ({ id }) => (Number(id.slice(4)) % 4 >= 2 ? { failsWith: 'crash-loop' } : {}),
      },
      'compatibility',
      'The driver of the rpi is not in the artifact.',
    ),
  'E1 R-129 disks are full': () =>
    explained({ newVersion: () => ({ failsWith: 'disk-full' }) }, 'infrastructure', 'Recordings were not rotated.'),
  'E1 R-126 one device is away when its wave goes back': async () => {
    const story = await AgentStory.begin({ newVersion: () => ({ failsWith: 'smoke-test-failed' }) })
    await story.seconds(3)
    story.unplug('dev-03')
    await story.until('rolled-back')
    await readChecklist(story)
    story.plugIn('dev-03')
    await story.seconds(20)
    await readChecklist(story)
    return story
  },
  'E2 R-132 to R-136 memory climbs, the canary goes back': async () => {
    const story = await (await AgentStory.begin({ newVersion: leaks(0.4) })).until('soaking')
    await story.seconds(20)
    story.extendSoak(60)
    await story.seconds(60)
    story.rollBackWave()
    await story.until('rolled-back')
    await readChecklist(story)
    return story
  },
  'E2 R-132 to R-136 memory climbs until the rail acts': async () => {
    const story = await (await AgentStory.begin({ newVersion: leaks(0.7) })).until('soaking')
    await story.seconds(20)
    story.extendSoak(120)
    return story.until('rolled-back')
  },
  'E2 R-135 R-136 it was the heat, the suspicion is cleared': async () => {
    let hot = true
    const newVersion = () => ({ latencyMs: hot ? 27 : 20 })
    const story = await (await AgentStory.begin({ newVersion })).until('soaking')
    story.extendSoak(60)
    await story.seconds(40)
    hot = false
    await approved(story)
    await story.seconds(20)
    story.clearSuspicion('thermal-throttling')
    story.say('Ada', 'approve')
    return story.until('completed')
  },
  'E3 R-137 to R-143 the registry is behind the fleet': async () => {
    const story = await (await AgentStory.begin()).until('awaiting-approval')
    story.fleet.stranger(70)
    story.replaceBoard('dev-06', 4096)
    await story.seconds(10)
    story.unplug('dev-09')
    await scanFleet(story)
    await approved(story)
    await story.until('completed')
    story.write('Olive accepts what dev-06 says')
    story.store.withheld.clear()
    story.plugIn('dev-09')
    return story.seconds(30)
  },
}

test.each(Object.entries(STORIES))('%s', async (name, tell) => {
  await expect(transcript(await tell())).toMatchFileSnapshot(`./${name}.txt`)
})
