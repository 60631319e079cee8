import { expect, test } from './stage.ts'

const FILE = [
  'id,name,site,hardware_type,architecture,memory_mb,disk_mb,labels',
  'spare-1,Spare one,oslo-plant,rpi5,arm64,8192,32768,line=line-9',
  'spare-2,Spare two,oslo-plant,rpi5,mips,8192,32768,line=line-9',
  'rpi5-0002,Gate camera,,,,,,',
].join('\n')

test('[R-144] a file is judged row by row, and changes nothing until an operator has looked', async ({
  world,
  signedInAs,
}) => {
  const oncall = await signedInAs('oncall')
  await oncall.goto('/devices/import')
  await expect(oncall.getByRole('button', { name: 'Choose a file' })).toHaveAccessibleDescription(
    /Needs the role operator/,
  )

  const page = await signedInAs('operator')
  await page.goto('/devices/import')
  const file = { name: 'spares.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) }
  await page.getByLabel('Registry file').setInputFiles(file)
  await expect(page.getByRole('heading', { name: 'spares.csv' })).toBeVisible()
  const bad = page.getByRole('row', { name: /spare-2/ })
  await expect(bad).toContainText('architecture')
  await expect(bad).toContainText('“mips”: write arm64, arm or x64')
  await expect(page.getByRole('region', { name: 'What it would do' })).toContainText('Gate camera')

  await page.goto('/devices/rpi5-0002')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('rpi5 2')
  await page.goBack()
  await page.getByRole('button', { name: 'Import the 2 good rows, leave 1' }).click()
  await expect(page.getByText('2 rows applied')).toBeVisible()

  await page.goto('/devices/rpi5-0002')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Gate camera')
  await page.goto('/sites')
  await expect(
    page
      .getByRole('row', { name: /Oslo plant/ })
      .getByRole('link', { name: '1', exact: true })
      .last(),
  ).toHaveAttribute('href', '/devices/import')
  await page.goto('/devices/import')
  await expect(page.getByRole('region', { name: 'Expected, never seen' })).toContainText('Spare one')
  await page.getByRole('button', { name: 'Expect Spare one no longer' }).click()
  await expect(page.getByText('No device is expected.')).toBeVisible()

  // Tests share the fleet.
  await world.people.operator.raw('PATCH', '/devices/rpi5-0002', { name: 'rpi5 2' })
})
