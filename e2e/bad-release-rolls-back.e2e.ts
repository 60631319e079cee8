import type { Page } from '@playwright/test'
import { briskPolicy, placesOf, published, reached, rollout, running, started } from './rollouts.ts'
import { expect, test } from './stage.ts'
import type { World } from './world.ts'

/** Each is a program that really misbehaves. Where two rails see it, either may be the first to act. */
const BAD = [
  { version: '1.2.0', how: 'fails inferences', rules: ['R-061', 'R-066'] },
  { version: '1.3.0', how: 'is slow', rules: ['R-062'] },
  { version: '1.4.0', how: 'leaks memory', rules: ['R-064', 'R-063'] },
  { version: '1.5.0', how: 'crashes at start', rules: ['R-124', 'R-063'] },
  { version: '1.6.0', how: 'answers wrongly', rules: ['R-124'] },
] as const

for (const { version, how, rules } of BAD) {
  test(`[${rules.join(', ')}] a release that ${how} is halted at the canary and undone on every device that had it`, async ({
    world,
    signedInAs,
  }) => {
    const { operator } = world.people
    const before = await running(operator)
    const page = await signedInAs('operator')
    const id = version === '1.2.0' ? await startedByHand(page, version) : await startedOverApi(world, version)
    await page.goto(`/rollouts/${id}`)

    await test.step('the page says what it did and by which rule', async () => {
      const status = page.getByRole('status', { name: 'Rollout' })
      await expect(status).toContainText('Rolled back.', { timeout: 120_000 })
      const { state } = await rollout(operator, id)
      if (state.phase !== 'rolled-back') throw new Error(`it is ${state.phase}`)
      const { rule, because } = state.trigger
      expect(state.wave, 'the canary').toBe(0)
      expect(rules).toContain(rule)
      await expect(status).toContainText(because, { ignoreCase: true })
      await expect(page.getByRole('region', { name: 'State' })).toContainText(`${because} ${rule}`)
      const pipeline = page.getByRole('navigation', { name: 'Pipeline' })
      await expect(pipeline.getByRole('listitem').filter({ hasText: /canary/i })).toContainText('turned back')
      for (const later of ['approval', 'wave 1', 'confirm'])
        await expect(pipeline.getByRole('listitem').filter({ hasText: new RegExp(later, 'i') })).toContainText(
          'not reached',
        )
    })

    const places = await placesOf(operator, id)
    await test.step('no device beyond the canary was touched', async () => {
      const later = places.filter((device) => device.wave > 0)
      expect(later.length).toBeGreaterThan(0)
      expect(later.map(({ name, state }) => [name, state])).toEqual(later.map(({ name }) => [name, 'pending']))
    })

    await test.step('every device that had it runs its old version again, by its own files and processes', async () => {
      const exposed = places.filter((device) => device.wave === 0 && device.state !== 'skipped')
      const hadIt = world.real.filter((device) => exposed.some(({ id }) => id === device.id))
      expect(hadIt.length, 'real devices in the canary').toBeGreaterThan(0)
      for (const device of hadIt) {
        expect(device.onDisk(), device.id).toBe(before.get(device.id))
        expect(device.processes(), device.id).toHaveLength(1)
        expect(await device.answers(), device.id).toEqual({ status: 'healthy', version: before.get(device.id) })
        const tried = device.journal().filter(({ plan }) => plan?.to.version === version)
        expect(tried, `${device.id} had been told to install it`).toHaveLength(1)
      }
      await expect
        .poll(async () => {
          const now = await running(operator)
          return exposed.map((device) => [device.name, now.get(device.id)])
        })
        .toEqual(exposed.map((device) => [device.name, before.get(device.id)]))
    })

    if (version === '1.2.0') await test.step('[R-130] it is held until a person says why', () => explained(page))
  })
}

async function explained(page: Page) {
  const recovery = page.getByRole('region', { name: 'Recovery' })
  await expect(recovery).toContainText('Needs a person')
  await recovery.getByRole('button', { name: 'Record the root cause' }).click()
  const dialog = page.getByRole('dialog', { name: 'Why did it fail?' })
  await expect(dialog.getByRole('button', { name: 'Record it' })).toBeDisabled()
  await dialog.getByLabel('Kind of cause').selectOption({ index: 1 })
  await dialog.getByLabel('What was found').fill('Every eighth inference fails on purpose.')
  await dialog.getByRole('button', { name: 'Record it' }).click()
  await expect(recovery).toContainText('Every eighth inference fails on purpose.')
  await expect(recovery).not.toContainText('Needs a person')
}

async function startedByHand(page: Page, version: string): Promise<string> {
  await page.goto('/rollouts/new')
  await page.getByRole('radio', { name: `edge-vision ${version}` }).click()
  await page.getByLabel('Communication plan').fill('On-call expects this one to fail.')
  await page.getByLabel('What counts as success').fill('Nothing: it is expected to fail.')
  await page.getByLabel('Rollback tested').fill('On the bench, by pulling the plug.')
  const start = page.getByRole('button', { name: 'Start rollout' })
  await expect(start).toBeEnabled({ timeout: 60_000 })
  await start.click()
  await page.getByRole('button', { name: /^Start canary/ }).click()
  await expect(page).toHaveURL(/\/rollouts\/(?!new)[^/]+$/)
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

async function startedOverApi({ people: { operator } }: World, version: string): Promise<string> {
  // A device proves itself and the canary soaks about as long as in the demo: what shows up late has to have the time to.
  const brisk = await briskPolicy(operator)
  const trial = { ...brisk.trial, minReadySeconds: 4 }
  const id = await started(operator, {
    releaseId: await published(operator, version),
    policy: { ...brisk, canarySoakSeconds: 25, trial },
  })
  await reached(operator, id, 'deploying', 0)
  return id
}
