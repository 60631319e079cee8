import { briskPolicy, placesOf, published, reached, rollout, running, started } from './rollouts.ts'
import { expect, test } from './stage.ts'

test('a person pauses a rollout, nothing new is exposed, another resumes it, and aborting sends every device back', async ({
  world,
  signedInAs,
}) => {
  const { operator } = world.people
  const before = await running(operator)
  const policy = { ...(await briskPolicy(operator)), canarySoakSeconds: 8 }
  const page = await signedInAs('operator')
  const night = await signedInAs('oncall')
  // What both need is loaded before the canary soaks: it is to be stopped while it does.
  for (const seat of [page, night]) await seat.goto('/rollouts')
  const id = await started(operator, { releaseId: await published(operator, '2.2.0'), policy, name: 'Stop and go' })
  await page.goto(`/rollouts/${id}`)
  await night.goto(`/rollouts/${id}`)
  const status = page.getByRole('status', { name: 'Rollout' })
  const state = page.getByRole('region', { name: 'State' })

  await test.step('on-call pauses with one press; whoever looks on sees it by whom', async () => {
    await expect(status).toContainText(/Deploying|Soaking/)
    await night.getByRole('button', { name: 'Pause' }).click()
    await expect(night.getByRole('status', { name: 'Rollout' })).toContainText('Paused')
    await expect(state).toContainText('Paused by Noor On-call')
    await expect(page).toHaveTitle(/Paused/)
    await expect(night.getByRole('button', { name: 'Resume' }), 'on-call may stop, not go on').toBeDisabled()
  })

  await test.step('paused, the devices that were told finish, and then nothing follows', async () => {
    await expect
      .poll(async () => (await rollout(operator, id)).because, { timeout: 60_000 })
      .toMatch(/every device has answered; paused before its soak|the gate passes; paused/)
    expect((await rollout(operator, id)).approval).toBeNull()
  })

  await test.step('resumed by the operator, it goes on to ask for approval', async () => {
    await page.getByRole('button', { name: 'Resume' }).click()
    await page.getByLabel('Why it may go on').fill('It was me who asked.')
    await page.getByRole('button', { name: 'Resume rollout' }).click()
    await expect(status).toContainText('Waits for approval.')
    await expect(state.getByText('Paused by')).toBeHidden()
  })

  await test.step('aborted, every exposed device goes back and the request is withdrawn', async () => {
    await page.getByRole('button', { name: 'Abort rollout' }).click()
    await page.getByRole('button', { name: /^Abort and send \d+ devices back$/ }).click()
    await expect(status).toContainText('Aborted.', { timeout: 60_000 })
    await expect(state).toContainText('Aborted by Olive Operator')
    const { approval } = await reached(operator, id, 'aborted')
    expect(approval).toBeNull()
    const exposed = (await placesOf(operator, id)).filter((device) => device.wave === 0)
    for (const device of exposed) expect(['rolled-back', 'skipped'], device.name).toContain(device.state)
    for (const device of world.real) {
      expect(device.onDisk(), device.id).toBe(before.get(device.id))
      expect(device.processes(), device.id).toHaveLength(1)
      expect(await device.answers(), device.id).toEqual({ status: 'healthy', version: before.get(device.id) })
    }
  })

  await test.step('its events name who did what', async () => {
    const events = page.getByRole('list', { name: 'Events, newest first' })
    for (const word of [/Noor On-call/, /It was me who asked\.\s+· Olive Operator/, /Olive Operator/])
      await expect(events.getByRole('listitem').filter({ hasText: word }).first()).toBeVisible()
  })
})
