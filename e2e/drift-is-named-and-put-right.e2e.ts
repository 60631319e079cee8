import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from './stage.ts'

test('[R-160] [R-165] a key edited by hand on a live device is named on screen, and a reconcile puts it right', async ({
  world,
  signedInAs,
}) => {
  const [device] = world.real
  if (!device) throw new Error('the world has real devices')
  const before = readFileSync(device.configFile(), 'utf8')
  const page = await signedInAs('operator')
  await page.goto('/drift')
  await expect(page.getByRole('heading', { name: 'Drift' })).toBeVisible()

  await test.step('somebody edits the file; nobody reloads the page', async () => {
    writeFileSync(device.configFile(), JSON.stringify({ ...JSON.parse(before), camera: { exposure: 12 } }))
    const row = page.getByRole('listitem').filter({ hasText: 'camera.exposure' })
    await expect(row).toContainText('edited on the device')
    await expect(row).toContainText('1 device')
  })

  await test.step('the device’s own page shows desired beside reported', async () => {
    const seat = await signedInAs('oncall', { width: 360, height: 780 })
    await seat.goto(`/drift/${device.id}`)
    const line = seat.getByRole('list', { name: 'Keys' }).getByRole('listitem')
    await expect(line).toContainText('camera.exposure')
    await expect(line).toContainText('not set')
    await expect(line).toContainText('12')
    await expect(seat.getByRole('button', { name: 'Reconcile…' })).toHaveAttribute('aria-disabled', 'true')
  })

  await test.step('the reconcile says what it will do, and does it', async () => {
    await page.getByRole('button', { name: 'Reconcile…' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('config:camera.exposure')
    await expect(dialog).toContainText('Only if the application was started with the other values')
    await dialog.getByRole('button', { name: /^Reconcile 1\sdevice$/ }).click()
    await expect(page.getByText('1 of 1 run what they should')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByRole('listitem').filter({ hasText: 'camera.exposure' })).toHaveCount(0)
    expect(JSON.parse(readFileSync(device.configFile(), 'utf8'))).toEqual(JSON.parse(before))
  })
})
