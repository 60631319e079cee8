import pg from 'pg'
import { signIn } from '../scripts/demo/api-client.ts'
import { Refusal } from '../server/protocol/ack.ts'
import { ApprovalView } from '../server/protocol/views/approval-view.ts'
import { aborted, briskPolicy, openApproval, placesOf, published, read, rollout, started } from './rollouts.ts'
import { expect, test } from './stage.ts'
import { PASSWORD, PEOPLE, type World } from './world.ts'

const OWNER = { name: 'Otto Owner', email: 'owner@demo.wavegate' }
const OWN = 'You asked for this rollout; somebody else has to approve it.'
const ROLE = 'Needs the role approver. Ask an approver or the owner.'

test('[R-018] whoever asked for a rollout cannot approve it, not even the owner; nor can anybody without the role', async ({
  world,
  page,
  signedInAs,
}) => {
  const { operator, approver, oncall } = world.people
  await givenAnOwner(world)
  const owner = await signIn(world.address, OWNER.email, PASSWORD)
  const policy = await briskPolicy(operator)
  const id = await started(owner, { releaseId: await published(operator, '2.1.0'), policy, name: 'Asked by Otto' })
  const approval = await openApproval(owner, id)
  const { evidenceHash } = approval
  const decide = `/approvals/${approval.id}`

  await test.step('the owner who asked sees why not and who can', async () => {
    await page.goto(`/login?next=${encodeURIComponent(decide)}`)
    await page.getByLabel('E-mail').fill(OWNER.email)
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expectRefused(page, OWN)
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

  async function expectRefused(seat: typeof page, because: string): Promise<void> {
    const decideCard = seat.getByRole('region', { name: 'Decide', exact: true })
    await expect(decideCard.getByRole('button', { name: /^Approve wave 1/ })).toBeDisabled()
    await expect(decideCard.getByRole('button', { name: 'Reject' })).toBeDisabled()
    await expect(decideCard).toContainText(because)
    await expect(seat.getByRole('region', { name: 'Who decides' })).toContainText(PEOPLE.approver.name)
  }
})

/** The demo seeds no owner. This one has the password of the operator, whose hash is copied. */
async function givenAnOwner(world: World): Promise<void> {
  const client = new pg.Client({ connectionString: world.database().url })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(
      `insert into "User" ("id", "name", "email", "role", "updatedAt") values ('owner', $1, $2, 'owner', now())
       on conflict do nothing`,
      [OWNER.name, OWNER.email],
    )
    await client.query(
      `insert into "Account" ("id", "userId", "accountId", "providerId", "password", "updatedAt")
       select 'owner', 'owner', 'owner', a."providerId", a."password", now()
       from "Account" a join "User" u on u."id" = a."userId" where u."email" = $1 on conflict do nothing`,
      [PEOPLE.operator.email],
    )
    await client.query('commit')
  } finally {
    await client.end()
  }
}
