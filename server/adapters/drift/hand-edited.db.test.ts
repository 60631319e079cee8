import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type RealAgent, realAgent } from '../../../agent/testing/real-agent.ts'
import { sampleRelease } from '../../../scripts/artifact/sample-release.ts'
import { DeviceDriftView, DriftView } from '../../protocol/views/drift-view.ts'
import { signIn, type TestClient } from '../testing/test-client.ts'
import { type TestServer, testServer } from '../testing/test-server.ts'

const INTERVAL_SECONDS = 1
/** Of a busy machine, beside the one report interval in which a difference has to be known. */
const MARGIN_MS = 4_000
const ID = 'edited-by-hand'

let house: TestServer
let olive: TestClient
let agent: RealAgent
let root = ''

/** A real agent with a real application, adopted by a real server: what a person does to its files is all that is staged. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'wavegate-drift-'))
  house = await testServer({ WAVEGATE_DEMO: '1', WAVEGATE_REPORT_INTERVAL: String(INTERVAL_SECONDS) })
  olive = await signIn(house.address, 'operator@demo.wavegate')
  const { packed, release } = sampleRelease('1.0.0', 'good')
  await olive.send('PUT', `/api/v1/artifacts/${packed.sha256}`, packed.bytes)
  expect((await olive.send('POST', '/api/v1/releases', { ...release, notes: '' })).status).toBe(200)
  await olive.send('POST', '/api/v1/sites', { id: 'lyon', name: 'Lyon', region: 'west', timeZone: 'UTC' })
  const minted = await olive.send('POST', '/api/v1/enrolment-tokens', { uses: 1, hours: 1 })
  const { token } = (await minted.json()) as { token: string }
  await writeFile(join(root, 'factory.tar.gz'), packed.bytes)
  await writeFile(join(root, 'factory.tar.gz.release.json'), JSON.stringify(release))
  const [artifact] = release.artifacts
  agent = realAgent([
    ...['--server', house.address, '--token', token, '--dir', join(root, ID), '--id', ID, '--site', 'lyon'],
    ...['--hardware-type', artifact?.hardwareType ?? '', '--architecture', artifact?.architecture ?? ''],
    ...['--factory', join(root, 'factory.tar.gz'), '--reconnect-max', '1'],
  ])
  await until(async () => (await drift()).verdict === 'in-sync', 40_000)
}, 60_000)

afterAll(async () => {
  await agent?.stop()
  await rm(root, { recursive: true, force: true })
})

const file = (name: string) => join(root, ID, 'active', name)
const CONFIG = 'wavegate.config.json'

async function drift(): Promise<DeviceDriftView> {
  const response = await olive.get(`/api/v1/devices/${ID}/drift`)
  if (!response.ok) throw new Error(`${response.status} ${agent?.said()}`)
  return DeviceDriftView.parse(await response.json())
}

const until = (isTrue: () => Promise<boolean>, timeout = 30_000) =>
  vi.waitFor(
    async () => {
      if (!(await isTrue())) throw new Error(`not yet: ${JSON.stringify(await drift())}`)
    },
    { timeout, interval: 100 },
  )

const differing = async () => (await drift()).lines.filter(({ equal }) => !equal)

const startedAt = async () => Number(await readFile(join(root, ID, 'app.pid'), 'utf8'))

describe('[R-147] [R-160] [R-165] [R-168] a device that somebody changes by hand', () => {
  test('shows the key within one report interval, and runs what it should after a reconcile', {
    timeout: 90_000,
  }, async () => {
    const sealed = await readFile(file(CONFIG), 'utf8')
    const edited = Date.now()
    await writeFile(file(CONFIG), JSON.stringify({ camera: { exposure: 12 } }))
    await until(async () => (await differing()).length > 0)
    const [line] = await differing()
    expect(line).toMatchObject({
      kind: 'config',
      key: 'camera.exposure',
      desired: null,
      reported: 12,
      cause: 'local-edit',
    })
    expect((line?.since ?? 0) - edited).toBeLessThan(INTERVAL_SECONDS * 1000 + MARGIN_MS)

    const fleet = DriftView.parse(await (await olive.get('/api/v1/drift')).json())
    expect(fleet.counts).toMatchObject({ devices: 1, drifted: 1, inSync: 0, unknown: 0 })
    const [group] = fleet.groups
    expect(group).toMatchObject({ key: 'camera.exposure', devices: 1, sites: [{ name: 'Lyon' }], cause: 'local-edit' })

    const target = { group: group?.id }
    const preview = await olive.send('POST', '/api/v1/drift/reconcile/preview', { target })
    expect(await preview.json()).toMatchObject({
      canaryFirst: false,
      devices: [{ id: ID, keys: ['config:camera.exposure'], note: null }],
    })
    const application = await startedAt()
    const asked = await olive.send('POST', '/api/v1/drift/reconcile', { target, reason: 'somebody tried something' })
    expect(await asked.json()).toMatchObject({ devices: 1 })
    const twice = await olive.send('POST', '/api/v1/drift/reconcile', { target })
    expect(twice.status).toBe(409)

    await until(async () => (await drift()).reconcile?.state === 'done')
    await until(async () => (await drift()).verdict === 'in-sync')
    expect(JSON.parse(await readFile(file(CONFIG), 'utf8'))).toEqual(JSON.parse(sealed))
    // The application was never started with the other value: it went on running.
    expect(await startedAt()).toBe(application)
    const said = await house.db.auditEntry.findMany({ where: { deviceId: ID }, orderBy: { id: 'asc' } })
    expect(said.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['drift.appeared', 'device.reconcile', 'device.reconcile-healthy', 'drift.ended']),
    )
  })

  test('names a file of the release in which a byte was flipped, and lays it anew', { timeout: 90_000 }, async () => {
    const bytes = await readFile(file('model.bin'))
    const damaged = Buffer.from(bytes)
    damaged[100] = (damaged[100] ?? 0) ^ 1
    await writeFile(file('model.bin'), damaged)
    await until(async () => (await differing()).length > 0)
    expect(await differing()).toMatchObject([{ kind: 'file', key: 'model.bin', severity: 'security' }])

    await olive.send('POST', '/api/v1/drift/reconcile', { target: { device: ID } })
    await until(async () => (await drift()).reconcile?.state === 'done', 60_000)
    expect(await readFile(file('model.bin'))).toEqual(bytes)
    await until(async () => (await drift()).verdict === 'in-sync')
  })
})
