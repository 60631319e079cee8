import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RealAgent, realAgent } from '../agent/testing/real-agent.ts'
import { expect, test } from './stage.ts'

test('[D-11] [R-009] a device that nobody knows waits until a person lets it in or sends it away, changes its key when asked, and is cut off when revoked', async ({
  world,
  signedInAs,
}) => {
  const root = await mkdtemp(join(tmpdir(), 'wavegate-lobby-'))
  const stranger = (id: string): RealAgent => {
    const argv = ['--server', world.address, '--dir', join(root, id), '--id', id, '--reconnect-max', '0.5']
    return realAgent([...argv, '--hardware-type', 'rpi5', '--architecture', 'arm64'])
  }
  const [wanted, unwanted] = [stranger('newcomer'), stranger('intruder')]
  try {
    const page = await signedInAs('operator')
    await page.goto('/devices')
    await expect(page.getByRole('link', { name: 'Devices, 2 in the lobby' })).toBeVisible()
    await page
      .getByRole('navigation', { name: 'Devices' })
      .getByRole('link', { name: /^Lobby/ })
      .click()
    const waiting = page.getByRole('list', { name: 'Waiting devices' })
    await expect.poll(wanted.said).toContain('compare fingerprint')
    const [fingerprint = ''] = /([0-9a-f]{4}-){7}[0-9a-f]{4}/.exec(wanted.said()) ?? []
    await expect(waiting.getByRole('listitem').filter({ hasText: 'newcomer' })).toContainText(fingerprint)

    await page.getByRole('checkbox', { name: 'Choose newcomer' }).check()
    await page.getByLabel('Site').selectOption({ label: 'Oslo plant' })
    await page.getByRole('button', { name: 'The fingerprint matches: accept newcomer' }).click()
    await expect.poll(wanted.said).toContain('welcomed by the server')

    await page.getByRole('checkbox', { name: 'Choose intruder' }).check()
    await page.getByLabel('Why it is rejected').fill('not one of ours')
    await page.getByRole('button', { name: 'Reject' }).click()
    expect((await unwanted.ended).code).toBe(1)
    expect(unwanted.said()).toContain('not one of ours')
    await expect(page.getByText('Nobody waits.')).toBeVisible()

    await page.goto('/devices/newcomer')
    await page.getByRole('button', { name: 'Change the key' }).click()
    const keys = page.getByRole('list', { name: 'Keys' }).getByRole('listitem')
    await expect(keys).toHaveText([/^Active.*as Olive Operator asked/, /^Retired/], { timeout: 15_000 })
    await expect.poll(() => wanted.said().split('welcomed by the server').length).toBe(3)

    await page.getByLabel('Why it is cut off').fill('only a visitor')
    await page.getByRole('button', { name: 'Revoke' }).click()
    await expect.poll(wanted.said).toContain('revoked (only a visitor)')
  } finally {
    await Promise.all([wanted.stop(), unwanted.stop()])
    await rm(root, { recursive: true, force: true })
  }
})
