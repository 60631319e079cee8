import { expect, test } from './stage.ts'

test('[R-157] devices are found by one language: text, chips and facets are the same query', async ({ signedInAs }) => {
  const page = await signedInAs('operator')
  const broken: string[] = []
  page.on('pageerror', (error) => broken.push(error.message))
  await page.goto('/devices')
  const query = page.getByRole('combobox', { name: 'Query' })
  const chips = page.getByRole('list', { name: 'Conditions' })
  const table = page.getByRole('table', { name: 'Devices' })
  const rows = table.getByRole('checkbox')

  await test.step('a facet narrows, and the query says so', async () => {
    await page.getByRole('group', { name: 'Hardware' }).getByRole('button', { name: /^rpi5/ }).click()
    await expect(query).toHaveValue('type:rpi5')
    await expect(page).toHaveURL(/where=type:rpi5/)
    await expect(table.getByText('rpi5', { exact: true }).first()).toBeVisible()
    await expect(table.getByText('gateway', { exact: true })).toHaveCount(0)
  })

  await test.step('what is written is suggested, understood and shown as a chip', async () => {
    await query.pressSequentially(' regi')
    await expect(page.getByRole('option', { name: /^region:/ })).toBeVisible()
    await query.fill('type:rpi5 region:mars')
    await expect(chips.getByRole('button', { name: 'Remove region:mars' })).toBeVisible()
    await expect(page.getByText('No device matches all of this')).toBeVisible()
    await page.getByRole('button', { name: /^Without region:mars/ }).click()
    await expect(query).toHaveValue('type:rpi5')
  })

  await test.step('an error points at the character, and the list stays', async () => {
    await query.fill('type:rpi5 colour:red')
    await expect(page.getByRole('alert').filter({ hasText: 'There is no “colour”' })).toContainText('Character 11')
    await expect(rows.first()).toBeVisible()
    await query.fill('type:rpi5')
    await expect(page.getByText('There is no “colour”')).toHaveCount(0)
  })

  await test.step('a label given to what is selected is found by it', async () => {
    await rows.nth(0).check()
    await rows.nth(1).check()
    const selection = page.getByRole('region', { name: 'Selection' })
    await expect(selection).toContainText('2 selected')
    await selection.getByRole('button', { name: 'Add label' }).click()
    await page.getByLabel('Label', { exact: true }).fill('env')
    await page.getByLabel('Value').fill('lab')
    await page.getByRole('button', { name: 'Label 2 devices' }).click()
    await expect(page.getByText('2 devices labelled.')).toBeVisible()
    await query.fill('label.env=lab')
    await expect(page.getByText(/^2 of .* match$/)).toBeVisible()
  })

  await test.step('all that match are selected as a step of its own, and go into a new rollout', async () => {
    await rows.first().check()
    const selection = page.getByRole('region', { name: 'Selection' })
    await selection.getByRole('button', { name: 'Select all 2 that match' }).click()
    await expect(selection).toContainText('All 2 selected')
    await selection.getByRole('link', { name: 'New rollout' }).click()
    await expect(page).toHaveURL(/\/rollouts\/new\?where=label\.env(=|%3D)lab/)
    await expect(query).toHaveValue('label.env=lab')
    await page.getByRole('radio', { name: 'edge-vision 1.1.0' }).click()
    // Two devices of different kinds are all canary: had the choice been lost, the whole fleet would be planned.
    await expect(page.getByText(/\b2 devices\b/).first()).toBeVisible()
  })

  await test.step('the same as dots', async () => {
    await page.goto('/devices?as=dots')
    await page.getByRole('list', { name: 'Sites' }).getByRole('button').first().click()
    await expect(page).toHaveURL(/where=site:/)
  })
  expect(broken).toEqual([])
})
