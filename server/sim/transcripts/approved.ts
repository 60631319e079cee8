import type { AgentStory } from '../agents/agent-story.ts'

/** Through the canary's gate, approved by Ada. */
export async function approved(story: AgentStory): Promise<AgentStory> {
  await story.until('awaiting-approval')
  story.say('Ada', 'approve')
  return story
}
