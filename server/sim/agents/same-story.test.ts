import { expect, test } from 'vitest'
import { DEMO_POLICY } from '../../domain/rollout/default-policies.ts'
import { NEW as MODELLED_NEW, Story } from '../story.ts'
import { AgentStory } from './agent-story.ts'
import { NEW } from './catalogue.ts'

/** A modelled device needs two seconds for an installation and three for its trial. */
const POLICY = { trial: { ...DEMO_POLICY.trial, minReadySeconds: 2 } }

const withoutTheirOwnWords = (lines: readonly string[]) => lines.filter((line) => !line.includes(' · '))

test.each(['canary-rolling', 'rolling-update'] as const)(
  'a good %s rollout is the same story, told of modelled devices and of real agents',
  async (strategy) => {
    const told = { devices: 12, policy: { ...POLICY, strategy, maxUnavailablePercent: 25 } }
    const [modelled, real] = [new Story(told), await AgentStory.begin(told)]
    for (const story of [modelled, real]) {
      await story.until('awaiting-approval')
      story.say('Ada', 'approve')
      await story.until('completed')
    }
    expect(withoutTheirOwnWords(real.transcript)).toEqual(modelled.transcript)
    expect([modelled.running(MODELLED_NEW), real.fleet.running(NEW)]).toEqual([12, 12])
  },
)
