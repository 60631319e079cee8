import { Refusal } from '../server/protocol/ack.ts'
import { RolloutsView } from '../server/protocol/views/rollouts-view.ts'
import { briskPolicy, published, read } from './rollouts.ts'
import { expect, test } from './stage.ts'

const WHOLE_FLEET = [
  { asked: 'a canary of 100 %', policy: { canaryPercent: 100 }, rule: 'R-001', sentence: 'the whole fleet at once' },
  { asked: 'a wave of 100 %', policy: { wavePercents: [100] }, rule: 'R-001', sentence: 'the whole fleet at once' },
  {
    asked: 'no wave after the canary',
    policy: { wavePercents: [] },
    rule: 'R-001',
    sentence: 'everything would follow at once',
  },
  { asked: 'big bang', strategy: 'big-bang', rule: 'R-024', sentence: 'big bang does not exist here' },
] as const

for (const { asked, rule, sentence, ...ask } of WHOLE_FLEET) {
  test(`[${rule}] ${asked} is refused with the reason, planned or started, and nothing is written`, async ({
    world,
  }) => {
    const { operator } = world.people
    const ids = async () => (await read(operator, '/rollouts', RolloutsView)).rollouts.map((one) => one.id)
    const before = await ids()
    const body = {
      releaseId: await published(operator, '1.1.0'),
      communicationPlan: 'Nobody needs to know.',
      successCriteria: 'Nothing: it is refused.',
      ...ask,
      ...('policy' in ask ? { policy: { ...(await briskPolicy(operator)), ...ask.policy } } : {}),
    }
    for (const path of ['/rollouts/plan', '/rollouts']) {
      const answer = await operator.raw('POST', path, body)
      expect(answer.status, path).toBe(409)
      const { message } = refusalIn(answer.body)
      expect(message).toContain(`${rule}:`)
      expect(message).toContain(sentence)
    }
    expect(await ids()).toEqual(before)
  })
}

function refusalIn(body: unknown): Refusal {
  if (typeof body === 'object' && body !== null && 'refusal' in body) return Refusal.parse(body.refusal)
  throw new Error(`no refusal: ${JSON.stringify(body)}`)
}
