import { expect, test } from './stage.ts'
import { DEVICES } from './world.ts'

test('[R-137] a scan asks the fleet and says who answered; on-call sees it and starts none', async ({ signedInAs }) => {
  const page = await signedInAs('operator')
  await page.goto('/devices/scan')
  await page.getByRole('button', { name: 'Scan the fleet' }).click()
  await page.getByLabel('Only some devices').fill('regio:x')
  await expect(page.getByLabel('Only some devices')).toHaveAccessibleDescription(/did you mean region/)
  await page.getByLabel('Only some devices').fill('')
  await page.getByRole('button', { name: /^Scan \d+\sdevices$/ }).click()
  const newest = page.getByRole('region', { name: 'Newest scan' })
  await expect(newest).toContainText(new RegExp(`\\d+ of ${DEVICES}\\sregistered devices responded`), {
    timeout: 25_000,
  })

  await page.getByRole('radio', { name: 'Daily at …' }).click()
  await page.getByLabel('Times of day, UTC').fill('02:30')
  await page.getByRole('button', { name: 'Set the schedule' }).click()
  await expect(page.getByRole('region', { name: 'Schedule' })).toContainText('next at')

  const phone = await signedInAs('oncall', { width: 360, height: 780 })
  await phone.goto('/devices/scan')
  await expect(phone.getByRole('region', { name: 'Newest scan' })).toContainText('responded')
  const start = phone.getByRole('button', { name: 'Scan the fleet' })
  await expect(start).toHaveAttribute('aria-disabled', 'true')
  await expect(start).toHaveAccessibleDescription(/Ask an operator|operator/)
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
})
