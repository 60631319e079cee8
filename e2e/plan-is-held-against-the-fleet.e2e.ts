import { PlanPreview } from '../server/protocol/views/new-rollout-view.ts'
import { published, reached, settled } from './rollouts.ts'
import { expect, test } from './stage.ts'

test('[D-09] a saved plan is started only as it was saved: what changed is shown, taken as a revision, and that is started', async ({
  world,
  signedInAs,
}) => {
  const { operator } = world.people
  const releaseId = await published(operator, '2.4.0')
  await settled(operator, releaseId)
  const page = await signedInAs('operator')

  await test.step('what was chosen is saved while it is written, then kept as a plan', async () => {
    await page.goto(`/rollouts/new?release=${releaseId}`)
    await page.getByLabel('What counts as success').fill('Every camera runs it; the error rate stays.')
    await page.getByLabel('Communication plan').fill('Site leads by mail.')
    await page.getByLabel('Rollback tested').fill('Pulled the plug on two bench devices.')
    await expect(page.getByText('Draft saved')).toBeVisible()
    // A fleet that changes between look and press makes it say so, and the press is repeated.
    await expect(async () => {
      await page.getByRole('button', { name: 'Save plan' }).click({ timeout: 5_000 })
      await page.waitForURL(/\/rollouts\/plans\/\d+$/, { timeout: 5_000 })
    }).toPass({ timeout: 30_000 })
    await expect(page.getByText('It would come out the same now')).toBeVisible()
  })

  const first = Number(new URL(page.url()).pathname.split('/').at(-1))
  const { plan } = PlanPreview.parse(await operator.post('/rollouts/plan', { releaseId }))
  const device = plan.order.at(-1)?.deviceId ?? ''
  const target = { ids: [device] }

  await test.step('a device changes: the plan says so and is not started, over the API neither', async () => {
    await operator.post('/devices/quarantine', { target, reason: 'It is on the bench.' })
    await page.reload()
    await expect(page.getByText(`plan ${first} cannot be started as it is`)).toBeVisible()
    await expect(page.getByText('1 device is no longer in it')).toBeVisible()
    await expect(page.getByRole('button', { name: `Start plan ${first}` })).toHaveAttribute('aria-disabled', 'true')
    const refused = await operator.raw('POST', `/plans/${first}/start`, {})
    expect(refused).toMatchObject({ status: 409, body: { refusal: { code: 'stale' } } })
  })

  await test.step('taken as a revision it says what it does otherwise, and starts', async () => {
    await page.getByRole('button', { name: 'Take the changed plan as a revision' }).click()
    await page.waitForURL(new RegExp(`against=${first}$`))
    await expect(page.getByRole('region', { name: /does otherwise/ })).toContainText('no longer in it')
    await page.getByRole('button', { name: /^Start plan/ }).click({ timeout: 60_000 })
    await page.getByRole('button', { name: /^Start canary/ }).click()
    await page.waitForURL(/\/rollouts\/(?!plans)[^/]+$/)
    await expect(page.getByText('Every camera runs it; the error rate stays.')).toBeVisible()
  })

  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  // The canary is just being told: an act that meets the engine's own is asked for again.
  await expect(() => operator.post(`/rollouts/${id}/abort`, { reason: 'The test is over.' })).toPass()
  await reached(operator, id, 'aborted')
  await operator.post('/devices/release', { target, reason: 'It is back.' })
})
