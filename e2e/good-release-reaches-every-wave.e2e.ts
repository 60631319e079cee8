import type { Page } from '@playwright/test'
import { placesOf, rollout, running } from './rollouts.ts'
import { expect, test } from './stage.ts'
import { DEVICES, PASSWORD, PEOPLE } from './world.ts'

test('[R-016, R-018, R-168] a good release is started by one person, approved by another and reaches every device', async ({
  world,
  page,
  signedInAs,
}) => {
  const { operator } = world.people

  await test.step('the operator signs in through the login page', async () => {
    await page.goto('/')
    await page.getByLabel('E-mail').fill(PEOPLE.operator.email)
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByRole('button', { name: `Account of ${PEOPLE.operator.name}` })).toBeVisible()
  })

  await test.step('chooses 1.1.0, sees what it will touch, and starts it', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Rollouts' }).click()
    await page.getByRole('link', { name: 'New rollout' }).first().click()
    await keepDraftsUnderWay(page)
    await page.getByRole('radio', { name: 'edge-vision 1.1.0' }).click()
    const blast = page.getByRole('region', { name: 'Blast radius' })
    await expect(blast).toContainText(`${DEVICES} devices`)
    for (const wave of ['Canary', 'Wave 1', 'Wave 2', 'Wave 3'])
      await expect(blast.getByRole('listitem').filter({ hasText: wave })).toBeVisible()
    await page.getByText('Change canary, waves and soaks').click()
    await page.getByRole('textbox', { name: /^Canary soak/ }).fill('10')
    await page.getByRole('textbox', { name: /^Soak of each wave/ }).fill('5')
    await page.getByLabel('Communication plan').fill('Site leads by mail; on-call watches the channel.')
    await page
      .getByLabel('What counts as success')
      .fill('Every camera runs the new release; the error rate stays where it is.')
    await page.getByLabel('Rollback tested').fill('Pulled the plug on two bench devices.')
    const start = page.getByRole('button', { name: 'Start rollout' })
    await expect(start, 'a fleet just started has no baseline yet; the page asks again').toBeEnabled({
      timeout: 60_000,
    })
    await start.click()
    await page.getByRole('button', { name: /^Start canary/ }).click()
    await expect(page).toHaveURL(/\/rollouts\/(?!new)[^/]+$/)
    expect(await world.people.operator.get('/drafts')).toMatchObject({ drafts: [] })
  })
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const live = page.getByRole('status', { name: 'Rollout' })

  await test.step('the canary soaks, its gate shows evidence, then a person is asked', async () => {
    await expect(live).toContainText('Canary soaks')
    const evidence = page.getByRole('table', { name: 'Gate evidence of Canary' })
    await expect(evidence.getByRole('row').filter({ hasText: 'Error rate' }).first()).toContainText('Pass')
    await expect(live).toContainText('Waits for approval.', { timeout: 90_000 })
    await expect(step(page, 'Canary')).toContainText('done')
    const untouched = (await placesOf(operator, id)).filter((device) => device.wave > 0)
    expect(untouched.map((device) => device.state)).toEqual(untouched.map(() => 'pending'))
  })

  await test.step('another person approves on a phone, from the inbox, in two clicks', async () => {
    const phone = await signedInAs('approver', { width: 360, height: 740 })
    await phone.goto('/')
    await phone.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Approvals, 1 for you' }).click()
    await phone.getByRole('link', { name: 'Review Wave 1 of edge-vision 1.1.0' }).click()
    await expect(phone.getByRole('region', { name: 'Advice' })).toContainText('Evidence says yes')
    await phone.getByRole('button', { name: /^Approve wave 1/ }).click()
    await phone.getByRole('button', { name: 'Confirm approval' }).click()
    await expect(phone.getByRole('region', { name: 'Who decides' })).toContainText('Ada Approver approved')
  })

  await test.step('every wave passes and it is confirmed', async () => {
    await expect(live).toContainText('Completed.', { timeout: 150_000 })
    for (const label of ['Prepare', 'Validate', 'Canary', 'Approval', 'Wave 1', 'Wave 2', 'Wave 3', 'Confirm'])
      await expect(step(page, label)).toContainText('done')
    const { waves } = await rollout(operator, id)
    expect(waves.map((wave) => wave.verdict)).toEqual(waves.map(() => 'pass'))
  })

  await test.step('the report adds up to the fleet', async () => {
    await page.getByRole('link', { name: 'Open report' }).click()
    const summary = page.getByRole('table', { name: 'Fleet summary' })
    await expect(summary.getByRole('row').last()).toContainText('Total fleet')
    const rows = await summary
      .getByRole('row')
      .filter({ has: page.getByRole('cell') })
      .all()
    const counts = await Promise.all(rows.map(async (row) => Number(await row.getByRole('cell').nth(1).innerText())))
    expect(counts.at(-1)).toBe(DEVICES)
    expect(counts.slice(0, -1).reduce((sum, count) => sum + count, 0)).toBe(DEVICES)
    await expect(
      page.getByRole('table', { name: 'Wave summary' }).getByRole('row').filter({ hasText: 'PASS' }),
    ).toHaveCount(4)
    await expect(page.getByText('Ada Approver approve')).toBeVisible()
  })

  await test.step('the real devices really run 1.1.0', async () => {
    for (const device of world.real) {
      expect(device.onDisk(), device.id).toBe('1.1.0')
      expect(device.processes(), device.id).toHaveLength(1)
      expect(await device.answers(), device.id).toEqual({ status: 'healthy', version: '1.1.0' })
    }
    const deployed = (await placesOf(operator, id)).filter((device) => device.state !== 'skipped')
    const now = await running(operator)
    expect(deployed.map((device) => [device.name, now.get(device.id)])).toEqual(
      deployed.map((device) => [device.name, '1.1.0']),
    )
  })
})

const step = (page: Page, label: string) =>
  page
    .getByRole('navigation', { name: 'Pipeline' })
    .getByRole('listitem')
    .filter({ hasText: new RegExp(label, 'i') })

/** The order a slow line can bring: the draft is still being saved when the rollout has started. */
async function keepDraftsUnderWay(page: Page) {
  const started = page.waitForResponse(
    (answer) => answer.request().method() === 'POST' && new URL(answer.url()).pathname === '/api/v1/rollouts',
    { timeout: 120_000 },
  )
  await page.route('**/api/v1/drafts', async (route) => {
    await started
    await route.continue()
  })
}
