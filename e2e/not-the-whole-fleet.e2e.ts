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

test('[R-053] a number beyond its limit is said beside it, and Start leads there; a canary is exchanged for its like', async ({
  world,
  signedInAs,
}) => {
  // One of its own: what another test rolled out has nobody left to go to.
  await published(world.people.operator, '2.5.0')
  const page = await signedInAs('operator')
  await page.goto('/rollouts/new')
  await page.getByRole('radio', { name: 'edge-vision 2.5.0' }).click()
  const blast = page.getByRole('region', { name: 'Blast radius' })
  await expect(blast).toContainText('the canary is judged between')

  await page.getByText('Change canary, waves and soaks').click()
  const wave = page.getByRole('textbox', { name: /^Wave 1, of what remains/ })
  await wave.fill('60')
  await expect(blast).toContainText('Not computed again until this is mended')
  await page.getByRole('button', { name: 'R-053: wave 1 is 10–25 % of what remains.' }).click()
  await expect(wave).toBeFocused()
  await wave.fill('20')
  await expect(blast).toContainText('20 % of the rest')
  await page.getByRole('button', { name: /^Reset Wave 1/ }).click()
  await expect(wave).toHaveValue('25')

  const canaries = page.getByRole('region', { name: 'Canary devices' })
  await canaries
    .getByRole('button', { name: /^Swap / })
    .last()
    .click()
  const others = page.getByRole('dialog').getByRole('button', { name: /fidelity/ })
  const name = (await others.first().textContent())?.split(' ')[0] ?? ''
  await others.first().click()
  await expect(canaries).toContainText(`${name}`)
  await expect(canaries).toContainText('chosen by a person instead of')
  await canaries.getByRole('button', { name: /^Undo the swap/ }).click()
  await expect(canaries).not.toContainText('chosen by a person')
})

function refusalIn(body: unknown): Refusal {
  if (typeof body === 'object' && body !== null && 'refusal' in body) return Refusal.parse(body.refusal)
  throw new Error(`no refusal: ${JSON.stringify(body)}`)
}
