import { z } from 'zod'
import { SnapshotsView } from '../server/protocol/views/snapshots-view.ts'
import { aborted, briskPolicy, placesOf, reached, read, running, started } from './rollouts.ts'
import { expect, test } from './stage.ts'

const Config = z.object({ layer: z.object({ version: z.int() }) })

test('[R-146, R-150, R-159] a configuration is edited, frozen, compared and rolled out to the canary alone', async ({
  world,
  signedInAs,
}) => {
  const { operator } = world.people
  const page = await signedInAs('operator')
  const version = [...(await running(operator)).values()].find((one) => one !== null) ?? ''
  const before = (await read(operator, '/snapshots', SnapshotsView)).snapshots.find(
    (one) => one.release.version === version && one.devices.running > 0,
  )

  await test.step('what is wrong is said at its line, and by key path', async () => {
    await page.goto('/snapshots/config')
    await page.getByLabel('Checked against').selectOption(`edge-vision ${version}`)
    const layer = page.getByLabel('Configuration, JSON')
    await layer.fill('{\n  "camera": { "exposure": 33 },\n}')
    await expect(layer).toHaveAccessibleDescription(/^Line 3:/)
    await layer.fill('{ "camera": { "exposure": 500 } }')
    await page.getByRole('button', { name: 'Save layer' }).click()
    await expect(layer).toHaveAccessibleDescription(/camera\.exposure must be <= 100/)
    await layer.fill('{ "camera": { "exposure": 33 } }')
    await page.getByRole('button', { name: 'Save layer' }).click()
    await expect(page.getByRole('table', { name: /^Configuration of/ })).toContainText('33')
  })

  await test.step('it is frozen with a release, and compared with what the fleet runs', async () => {
    await page.getByLabel('Checked against').selectOption(`edge-vision ${version}`)
    await page.getByLabel('Note').fill('Longer exposure')
    await page.getByRole('button', { name: 'Create snapshot' }).click()
    await expect(page).toHaveURL(/\/snapshots\/\d+$/)
    await page.getByLabel('Compare with').selectOption(String(before?.number))
    const differences = page.getByRole('table', { name: /^Differences/ })
    await expect(differences.getByRole('row').filter({ hasText: 'camera.exposure' })).toContainText('33')
    await expect(differences).not.toContainText('Artifact')
  })

  const snapshotId = Number(new URL(page.url()).pathname.split('/').at(-1))
  const id = await started(operator, { snapshotId, policy: await briskPolicy(operator) })
  await reached(operator, id, 'awaiting-approval')
  const canary = (await placesOf(operator, id)).filter((device) => device.wave === 0)
  await expect(page.getByText(`${canary.length} device${canary.length === 1 ? '' : 's'} on it`)).toBeVisible()
  await aborted(operator, id)
  const { layer } = await read(operator, '/config', Config)
  await operator.post('/config/layers', { scope: 'fleet', version: layer.version, document: {} })
})
