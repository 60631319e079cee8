import { mkdtemp, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleRelease, type VariantName } from '../scripts/artifact/sample-release.ts'
import { realAgent } from './testing/real-agent.ts'
import { type Device, serverStandIn } from './testing/server-stand-in.ts'

let root = ''
let server: Awaited<ReturnType<typeof serverStandIn>>

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'wavegate-updates-'))
  server = await serverStandIn({ reportIntervalSeconds: 0.3 })
  const { packed, release } = sampleRelease('1.0.0', 'good')
  await writeFile(join(root, 'factory.tar.gz'), packed.bytes)
  await writeFile(join(root, 'factory.tar.gz.release.json'), JSON.stringify(release))
})

afterAll(async () => {
  await server.stop()
  await rm(root, { recursive: true, force: true })
})

function argvOf(id: string): string[] {
  const argv = ['--server', server.url, '--dir', join(root, id), '--id', id, '--reconnect-max', '1']
  return [...argv, '--hardware-type', 'rpi5', '--architecture', 'arm64', '--factory', join(root, 'factory.tar.gz')]
}

async function start(id: string) {
  const agent = realAgent([...argvOf(id), '--token', 'token-for-tests'])
  await server.heard(() => server.devices.get(id)?.reports.some((report) => report.reachable) ?? false, 60_000)
  return { agent, device: server.device(id), dir: join(root, id) }
}

const settled = (device: Device, generation: number) => () => {
  const reported = device.reports.at(-1)?.reported
  return reported?.generation === generation && reported.update.state !== 'updating'
}

describe.concurrent('a real agent', () => {
  test('makes its key, enrols once, and needs no token afterwards', async () => {
    const { agent, device, dir } = await start('enrols')
    expect((await stat(join(dir, 'device.key'))).mode & 0o777).toBe(0o600)
    await agent.stop()
    device.reports.length = 0
    const again = realAgent(argvOf('enrols'))
    await server.heard(() => device.reports.some((report) => report.reachable))
    expect(device.hellos).toBe(2)
    await again.stop()
  })

  test('[D-11] without a token it shows its fingerprint, waits, and goes on by itself when it is accepted', async () => {
    const agent = realAgent(argvOf('nobody'))
    await server.heard(() => server.waiting().length > 0)
    const [fingerprint = ''] = server.waiting()
    await expect.poll(agent.said).toContain(`waiting in the lobby of ${server.url}; compare fingerprint ${fingerprint}`)
    server.accept(fingerprint)
    await server.heard(() => server.devices.get('nobody')?.hellos === 1)
    await agent.stop()
  })

  test('does not share its folder with another agent', async () => {
    const { agent } = await start('alone')
    const second = realAgent(argvOf('alone'))
    expect((await second.ended).code).toBe(1)
    expect(second.said()).toContain('already uses')
    await agent.stop()
  })

  test('[R-102] takes a good release into the other slot and confirms it', async () => {
    const { agent, device, dir } = await start('good')
    const { manifest, packed } = server.publish('2.0.0', 'good')
    server.desire('good', manifest, packed, 1)
    await server.heard(settled(device, 1), 60_000)
    expect(device.reports.at(-1)?.reported).toMatchObject({
      running: { version: '2.0.0' },
      standby: { version: '1.0.0' },
      slot: 'b',
      update: { state: 'confirmed' },
    })
    expect(await readlink(join(dir, 'active'))).toBe('slot-b')
    await agent.stop()
  })

  test.each<{ variant: VariantName; reason: string; words: string }>([
    { variant: 'crash', reason: 'crash-loop', words: 'calibration.json' },
    { variant: 'wrong', reason: 'smoke-test-failed', words: 'listens' },
  ])(
    '[R-100] undoes a release that is $variant, says why, and sends its last words',
    async ({ variant, reason, words }) => {
      const { agent, device, dir } = await start(variant)
      const { manifest, packed } = server.publish('2.0.0', variant)
      server.desire(variant, manifest, packed, 1)
      await server.heard(settled(device, 1), 60_000)
      expect(device.reports.at(-1)?.reported).toMatchObject({
        running: { version: '1.0.0' },
        update: { state: 'rolled-back', reason },
      })
      await server.heard(() => device.logs.some((line) => line.includes(words)))
      await server.heard(() => device.progress.at(-1)?.step === 'rolled-back')
      expect(JSON.parse(await readFile(join(dir, 'active', 'VERSION'), 'utf8'))).toMatchObject({ version: '1.0.0' })
      await agent.stop()
    },
  )

  test('[T1] [M6] refuses bytes and signatures that are not what was promised, and runs on', async () => {
    const { agent, device } = await start('distrusts')
    const { manifest, packed } = server.publish('2.1.0', 'good')
    const forged = server.desire('distrusts', manifest, packed, 1)
    await server.heard(settled(device, 1), 60_000)
    expect(device.reports.at(-1)?.reported.running?.version).toBe('2.1.0')

    const release = { ...forged.release, manifest: forged.release.manifest.replace('2.1.0', '2.2.0') }
    device.socket?.emit('down', { ...forged, generation: 2, release })
    await server.heard(settled(device, 2))
    expect(device.reports.at(-1)?.reported.update).toMatchObject({ state: 'refused', reason: 'signature-invalid' })

    const other = server.publish('2.3.0', 'good')
    server.corrupt(other.packed.sha256)
    server.desire('distrusts', other.manifest, other.packed, 3)
    await server.heard(settled(device, 3))
    expect(device.reports.at(-1)?.reported).toMatchObject({
      running: { version: '2.1.0' },
      update: { state: 'refused', reason: 'hash-mismatch' },
    })
    await agent.stop()
  })

  test('malformed and unknown words do no harm', async () => {
    const { agent, device } = await start('patient')
    for (const word of [null, 7, { type: 'dance' }, { type: 'desired', generation: 'x' }, { type: 'capture' }])
      device.socket?.emit('down', word)
    const before = device.reports.length
    await server.heard(() => device.reports.length > before + 1)
    expect(agent.said()).toContain('malformed')
    await agent.stop()
  })

  test('a connection that breaks comes back, and nothing of the journal is missing', async () => {
    const { agent, device } = await start('returns')
    const { manifest, packed } = server.publish('2.4.0', 'good')
    device.socket?.disconnect(true)
    device.socket = null
    server.desire('returns', manifest, packed, 1)
    await server.heard(settled(device, 1), 60_000)
    await server.heard(() => device.progress.at(-1)?.step === 'confirmed')
    expect(device.progress.map(({ number }) => number)).toEqual(device.progress.map((_, at) => at + 1))
    await agent.stop()
  })
})
