import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { aborted, approved, briskPolicy, openApproval, published, reached, started } from './rollouts.ts'
import { expect, test } from './stage.ts'

test('no screen has a serious or critical accessibility finding, light or dark', async ({
  world,
  signedInAs,
  page,
}) => {
  // Two dozen screens in two themes, beside another test.
  test.setTimeout(480_000)
  const { operator, approver } = world.people
  const policy = await briskPolicy(operator)
  const good = await published(operator, '2.4.0')
  // Three at once, each in a region of its own: one that ends well, one that ends badly, one that waits for a person.
  const completed = await started(operator, { releaseId: good, policy, regions: ['north'], name: 'Ends well' })
  const waiting = await started(operator, { releaseId: good, policy, regions: ['west'], name: 'Waits' })
  const undone = await started(operator, {
    releaseId: await published(operator, '1.6.1', 'wrong'),
    policy,
    regions: ['east'],
    name: 'Ends badly',
  })
  const seats = {
    operator: await signedInAs('operator'),
    approver: await signedInAs('approver'),
    oncall: await signedInAs('oncall'),
  }
  const look = async (who: keyof typeof seats, screen: string, path: string) =>
    test.step(screen, async () => {
      const page = seats[who]
      await page.goto(path)
      await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Live')
      if (screen === 'new rollout') {
        await page.getByRole('radio', { name: 'edge-vision 1.1.0' }).click()
        await expect(page.getByRole('region', { name: 'Blast radius' })).toContainText('Canary')
      }
      await expectAccessible(page, screen)
    })

  // While the canaries soak: what does not depend on how they end.
  await look('approver', 'fleet', '/')
  await look('approver', 'rollouts', '/rollouts')
  await look('operator', 'new rollout', '/rollouts/new')
  await look('oncall', 'plans', '/rollouts/plans')
  await look('oncall', 'new rollout, refused', '/rollouts/new')
  await look('operator', 'devices', '/devices')
  await look('operator', 'a device', `/devices/${world.real[0]?.id}`)
  await look('operator', 'sites', '/sites')

  const approval = await openApproval(approver, waiting)
  await approved(approver, completed)
  await look('operator', 'a rollout under way', `/rollouts/${waiting}`)
  await look('operator', 'a rollout under way, as a table', `/rollouts/${waiting}?lanes=table`)
  await look('approver', 'approvals', '/approvals')
  await look('approver', 'an approval', `/approvals/${approval.id}`)
  await look('operator', 'an approval, refused', `/approvals/${approval.id}`)
  await look('oncall', 'import and export', '/devices/import')
  await look('operator', 'lobby', '/devices/lobby')
  await look('operator', 'discrepancies', '/devices/discrepancies')
  await look('operator', 'enrolment tokens', '/devices/lobby/tokens')
  await look('operator', 'releases', '/releases')
  await look('oncall', 'storage', '/releases/storage')
  await look('operator', 'nothing there', '/nowhere')

  await reached(operator, undone, 'rolled-back')
  await look('operator', 'a rolled back rollout', `/rollouts/${undone}`)
  await reached(operator, completed, 'completed')
  await look('operator', 'a completed rollout', `/rollouts/${completed}`)
  await look('operator', 'a report', `/rollouts/${completed}/report`)

  await test.step('login', async () => {
    await page.goto('/login')
    await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
    await expectAccessible(page, 'login')
  })

  await aborted(operator, waiting)
})

async function expectAccessible(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expect(page.locator('html')).toHaveCSS('color-scheme', colorScheme)
    // Everything is in one frame, so that it need not open a page of its own to gather the results.
    const axe = new AxeBuilder({ page }).setLegacyMode()
    // The dark theme is the same page in other colours.
    const { violations } = await (colorScheme === 'light' ? axe : axe.withTags('cat.color')).analyze()
    const grave = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ html }) => html).slice(0, 3) }))
    expect.soft(grave, `${screen}, ${colorScheme}`).toEqual([])
  }
}
