import type { Page } from '@playwright/test'
import { Refusal } from '../server/protocol/ack.ts'
import { ApprovalView } from '../server/protocol/views/approval-view.ts'
import { aborted, briskPolicy, openApproval, placesOf, published, read, rollout, started } from './rollouts.ts'
import { expect, test } from './stage.ts'
import { PEOPLE } from './world.ts'

const OWN = 'You asked for this rollout; somebody else has to approve it.'
const ROLE = 'Needs the role approver. Ask an approver or the owner.'

test('[R-018] whoever asked for a rollout cannot approve it, not even the owner; nor can anybody without the role', async ({
  world,
  signedInAs,
}) => {
  const { operator, approver, oncall, owner } = world.people
  const policy = await briskPolicy(operator)
  const id = await started(owner, { releaseId: await published(operator, '2.1.0'), policy, name: 'Asked by Otto' })
  const approval = await openApproval(owner, id)
  const { evidenceHash } = approval
  const decide = `/approvals/${approval.id}`

  await test.step('the owner who asked sees why not and who can', async () => {
    const seat = await signedInAs('owner')
    await seat.goto(decide)
    await expectRefused(seat, OWN)
  })

  for (const who of ['operator', 'oncall'] as const)
    await test.step(`${PEOPLE[who].name} lacks the role and is told so`, async () => {
      const seat = await signedInAs(who)
      await seat.goto(decide)
      await expectRefused(seat, ROLE)
    })

  await test.step('the API refuses them as well', async () => {
    for (const [person, because] of [
      [owner, OWN],
      [operator, ROLE],
      [oncall, ROLE],
    ] as const)
      for (const decision of ['approve', 'reject']) {
        const answer = await person.raw('POST', `${decide}/${decision}`, { evidenceHash, comment: 'I say so.' })
        expect([answer.status, answer.body]).toEqual([403, { refusal: { code: 'forbidden', message: because } }])
      }
  })

  await test.step('an approver who looked at other evidence is told to look again', async () => {
    const answer = await approver.raw('POST', `${decide}/approve`, { evidenceHash: 'f'.repeat(64), comment: '' })
    expect(answer).toMatchObject({ status: 409, body: { refusal: { code: 'stale' } } })
    expect(Refusal.parse((answer.body as { refusal: unknown }).refusal).message).toContain('read it again')
  })

  await test.step('after all that the wave still waits, and its devices are untouched', async () => {
    expect((await rollout(operator, id)).state).toMatchObject({ phase: 'awaiting-approval', wave: 1 })
    expect(await read(operator, decide, ApprovalView)).toMatchObject({ outcome: 'open', decisions: [] })
    const later = (await placesOf(operator, id)).filter((device) => device.wave > 0)
    expect(later.every((device) => device.state === 'pending')).toBe(true)
  })

  await aborted(operator, id)

  async function expectRefused(seat: Page, because: string): Promise<void> {
    const decideCard = seat.getByRole('region', { name: 'Decide', exact: true })
    await expect(decideCard.getByRole('button', { name: /^Approve wave 1/ })).toBeDisabled()
    await expect(decideCard.getByRole('button', { name: 'Reject' })).toBeDisabled()
    await expect(decideCard).toContainText(because)
    await expect(seat.getByRole('region', { name: 'Who decides' })).toContainText(PEOPLE.approver.name)
  }
})
