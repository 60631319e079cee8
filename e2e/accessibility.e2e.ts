import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { aborted, approved, briskPolicy, openApproval, published, reached, started } from './rollouts.ts'
import { expect, test } from './stage.ts'

test('no screen has a serious or critical accessibility finding, light or dark', async ({
  world,
  signedInAs,
  page,
}) => {
  const { operator, approver } = world.people
  const policy = await briskPolicy(operator)
  const good = await published(operator, '2.4.0')
  // Three at once, each in a region of its own: one that ends well, one that ends badly, one that waits for a person.
  const completed = await started(operator, { releaseId: good, policy, regions: ['north'], name: 'Ends well' })
  const waiting = await started(operator, { releaseId: good, policy, regions: ['west'], name: 'Waits' })
  const undone = await started(operator, {
    releaseId: await published(operator, '1.6.0'),
    policy,
    regions: ['east'],
    name: 'Ends badly',
  })
  const approval = await openApproval(approver, waiting)
  await approved(approver, completed)

  const screens = [
    { who: 'approver', screen: 'fleet', path: '/' },
    { who: 'approver', screen: 'rollouts', path: '/rollouts' },
    { who: 'operator', screen: 'new rollout', path: '/rollouts/new' },
    { who: 'oncall', screen: 'plans', path: '/rollouts/plans' },
    { who: 'oncall', screen: 'new rollout, refused', path: '/rollouts/new' },
    { who: 'operator', screen: 'a rollout under way', path: `/rollouts/${waiting}` },
    { who: 'operator', screen: 'a rollout under way, as a table', path: `/rollouts/${waiting}?lanes=table` },
    { who: 'approver', screen: 'approvals', path: '/approvals' },
    { who: 'approver', screen: 'an approval', path: `/approvals/${approval.id}` },
    { who: 'operator', screen: 'an approval, refused', path: `/approvals/${approval.id}` },
    { who: 'operator', screen: 'devices', path: '/devices' },
    { who: 'operator', screen: 'a device', path: `/devices/${world.real[0]?.id}` },
    { who: 'operator', screen: 'sites', path: '/sites' },
    { who: 'oncall', screen: 'import and export', path: '/devices/import' },
    { who: 'operator', screen: 'lobby', path: '/devices/lobby' },
    { who: 'operator', screen: 'discrepancies', path: '/devices/discrepancies' },
    { who: 'operator', screen: 'enrolment tokens', path: '/devices/lobby/tokens' },
    { who: 'operator', screen: 'releases', path: '/releases' },
    { who: 'oncall', screen: 'storage', path: '/releases/storage' },
    { who: 'operator', screen: 'nothing there', path: '/nowhere' },
    { who: 'operator', screen: 'a rolled back rollout', path: `/rollouts/${undone}` },
    { who: 'operator', screen: 'a completed rollout', path: `/rollouts/${completed}` },
    { who: 'operator', screen: 'a report', path: `/rollouts/${completed}/report` },
  ] as const

  const seats = {
    operator: await signedInAs('operator'),
    approver: await signedInAs('approver'),
    oncall: await signedInAs('oncall'),
  }
  for (const { who, screen, path } of screens)
    await test.step(screen, async () => {
      if (screen === 'a rolled back rollout') await reached(operator, undone, 'rolled-back')
      if (screen === 'a completed rollout') await reached(operator, completed, 'completed')
      const page = seats[who]
      await page.goto(path)
      await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Live')
      if (screen === 'new rollout') {
        await page.getByRole('radio', { name: 'edge-vision 1.1.0' }).click()
        await expect(page.getByRole('region', { name: 'Blast radius' })).toContainText('Canary')
      }
      await expectAccessible(page, screen)
    })

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
