import { ApprovalView } from '../server/protocol/views/approval-view.ts'
import { RolloutsView } from '../server/protocol/views/rollouts-view.ts'
import { aborted, briskPolicy, openApproval, published, read, rollout, started } from './rollouts.ts'
import { expect, test } from './stage.ts'

// The server says something every 3 s, and ten silent seconds are too many: at most 11 s after the last byte.
const STALE_WITHIN_MS = 12_000

test('a connection that goes dead looks stale within seconds, holds back what must be fresh, and resyncs', async ({
  world,
  signedInAs,
}) => {
  const { operator } = world.people
  const { wire } = world
  const releaseId = await published(operator, '2.3.0')
  const policy = await briskPolicy(operator)
  const id = await started(operator, { releaseId, policy, regions: ['west', 'east'], name: 'Behind a bad line' })
  const { id: approvalId } = await openApproval(operator, id)
  const decisions = async () => (await read(operator, `/approvals/${approvalId}`, ApprovalView)).decisions

  const rollouts = async () => (await read(operator, '/rollouts', RolloutsView)).rollouts.map((one) => one.id)

  const watching = await signedInAs('operator', { address: wire.address })
  const planning = await signedInAs('operator', { address: wire.address })
  const approving = await signedInAs('approver', { address: wire.address })
  const pages = [watching, planning, approving]
  await watching.goto(`/rollouts/${id}`)
  await planning.goto('/rollouts/new')
  await approving.goto(`/approvals/${approvalId}`)
  const status = watching.getByRole('status', { name: 'Rollout' })
  const ink = () => status.evaluate((element) => getComputedStyle(element).color)
  for (const page of pages) await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Live')
  await planning.getByRole('radio', { name: 'edge-vision 1.1.0' }).click()
  await planning
    .getByRole('toolbar', { name: 'Regions' })
    .getByRole('button', { name: /^north/ })
    .click()
  await planning.getByLabel('Communication plan').fill('Nobody: this one is never started.')
  await planning.getByLabel('What counts as success').fill('Nothing: this one is never started.')
  await planning.getByLabel('Rollback tested').fill('Nowhere: this one is never started.')
  await expect(planning.getByRole('button', { name: 'Start rollout' })).toBeEnabled()
  const fresh = await ink()
  const before = await rollouts()

  await test.step('frozen, every page says so and mutes its values', async () => {
    wire.freeze()
    for (const page of pages)
      await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Reconnecting', {
        timeout: STALE_WITHIN_MS,
      })
    await expect(watching.getByText('Live updates are interrupted.')).toBeVisible()
    await expect.poll(ink).not.toBe(fresh)
  })

  await test.step('stopping stays one press away', async () => {
    await expect(watching.getByRole('button', { name: 'Pause' })).toBeEnabled()
  })

  await test.step('an approval is not sent before the request was read again', async () => {
    await approving.getByRole('button', { name: /^Approve wave 1/ }).click()
    await approving.getByRole('button', { name: 'Confirm approval' }).click()
    expect(await decisions()).toEqual([])
  })

  await test.step('a rollout is not started on a plan from before: it is computed again first', async () => {
    await planning.getByRole('button', { name: 'Start rollout' }).click()
    await expect(planning.getByRole('button', { name: /^Start canary/ })).toBeDisabled()
  })

  await test.step('meanwhile the world moves on, and the frozen pages do not pretend to know', async () => {
    await operator.post(`/rollouts/${id}/pause`, { reason: 'Somebody else was faster.' })
    expect((await rollout(operator, id)).paused).not.toBeNull()
    await expect(status).toContainText('Waits for approval.')
  })

  await test.step('thawed, pages resync and are current, and the approval goes through', async () => {
    wire.thaw()
    // Behind the open question of the third page nothing else can be reached.
    for (const page of [watching, approving])
      await expect(page.getByRole('status', { name: 'Connection' })).toHaveText(/^Live( · resynced)?$/)
    await expect(status).toContainText('Paused.')
    await expect.poll(ink).toBe(fresh)
    await expect.poll(decisions).toMatchObject([{ name: 'Ada Approver', decision: 'approve' }])
    await expect(approving.getByRole('region', { name: 'Who decides' })).toContainText('Ada Approver approved')
  })

  await test.step('with the plan computed again the rollout could be started; nobody has', async () => {
    await expect(planning.getByRole('button', { name: /^Start canary/ })).toBeEnabled()
    expect(await rollouts()).toEqual(before)
  })

  await aborted(operator, id)
})
