import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type RealAgent, realAgent } from '../../../agent/testing/real-agent.ts'
import { sampleRelease } from '../../../scripts/artifact/sample-release.ts'
import { Reported } from '../../protocol/reported.ts'
import { DeviceDriftView, DriftView } from '../../protocol/views/drift-view.ts'
import { contentHash } from '../prisma/content-hash.ts'
import { databaseText } from '../testing/database-text.ts'
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

  test('[R-146] a secret of its configuration is found nowhere but sealed, and on the device itself', {
    timeout: 90_000,
  }, async () => {
    const document = { camera: { exposure: 10, pin: PLANTED[0] } }
    const layer = { scope: 'fleet', version: 0, document, secrets: ['camera.pin'] }
    expect((await olive.send('POST', '/api/v1/config/layers', layer)).status).toBe(200)
    await runsTheNewest()
    expect(JSON.parse(await readFile(file(CONFIG), 'utf8'))).toEqual(document)

    const edited = { camera: { exposure: 12, pin: PLANTED[1] }, token: PLANTED[2] }
    await writeFile(file(CONFIG), JSON.stringify(edited))
    await until(async () => (await differing()).length === 3)
    const hidden = { desired: null, reported: null, secret: true, severity: 'security', cause: 'local-edit' }
    expect(await differing()).toMatchObject([
      { key: 'camera.exposure', desired: 10, reported: 12 },
      { key: 'camera.pin', ...hidden },
      { key: 'token', ...hidden },
    ])
    await nowhere(document, edited)

    await olive.send('POST', '/api/v1/drift/reconcile', { target: { device: ID }, reason: 'back to what was set' })
    await until(async () => (await drift()).verdict === 'in-sync')
    expect(JSON.parse(await readFile(file(CONFIG), 'utf8'))).toEqual(document)
    expect((await drift()).lines).toMatchObject([
      { key: 'camera.exposure', reported: 10, equal: true },
      { key: 'camera.pin', desired: null, reported: null, equal: true, secret: true },
    ])

    // What was in clear before it was secret is taken out of what is kept; the record of that time stays.
    const named = { ...document, label: MARKED_LATER }
    expect((await olive.send('POST', '/api/v1/config/layers', { ...layer, version: 1, document: named })).status).toBe(
      200,
    )
    await runsTheNewest()
    expect(await kept()).toContain(MARKED_LATER)
    const marked = { ...layer, version: 2, document: named, secrets: ['label'] }
    expect((await olive.send('POST', '/api/v1/config/layers', marked)).status).toBe(200)
    expect(await kept()).not.toContain(MARKED_LATER)
    expect((await drift()).verdict).toBe('in-sync')
    await nowhere(document, edited, named)
  })
})

/** Words that no file of ours has, one for each way in. */
const PLANTED = ['planted-set-7f3a', 'planted-edited-91bc', 'planted-added-55d0'] as const
const MARKED_LATER = 'planted-later-e2aa'

/** What the server goes on working with, beside the record. */
const kept = async () =>
  JSON.stringify([
    await house.db.configLayer.findMany(),
    await house.db.snapshot.findMany(),
    await house.db.deviceInventory.findMany(),
    await house.db.driftItem.findMany(),
  ])

/** Freezes the configuration of now and has the device run it, as a rollout would. */
async function runsTheNewest(): Promise<void> {
  const { snapshot } = await house.db.desired.findUniqueOrThrow({
    where: { deviceId: ID },
    include: { snapshot: true },
  })
  const made = await olive.send('POST', '/api/v1/snapshots', { releaseId: snapshot.releaseId, note: '' })
  const { number } = (await made.json()) as { number: number }
  const { generation } = await house.db.desired.update({
    where: { deviceId: ID },
    data: { snapshotId: number, generation: { increment: 1 }, reason: 'rollout' },
  })
  await until(async () => {
    const { reported } = await house.db.deviceStatus.findUniqueOrThrow({ where: { deviceId: ID } })
    const { generation: its, update } = Reported.parse(reported)
    return BigInt(its) === generation && update.state === 'confirmed' && (await drift()).verdict === 'in-sync'
  })
}

/** Neither in clear nor as a digest that anybody could make by trying values. */
async function nowhere(...configurations: object[]): Promise<void> {
  const paths = [
    ...[
      '/config',
      `/config?device=${ID}`,
      '/snapshots',
      '/drift',
      '/devices',
      `/devices/${ID}`,
      `/devices/${ID}/drift`,
    ],
    ...['/fleet', '/registry/export?format=json'],
  ]
  const answers = await Promise.all(
    paths.map(async (path) => {
      const response = await olive.get(`/api/v1${path}`)
      expect(response.status, path).toBe(200)
      return [path, await response.text()] as const
    }),
  )
  const places = [
    ...answers,
    ['database', await databaseText(house.db)],
    ['log', house.logged()],
    ['agent', agent.said()],
  ]
  for (const [place, text] of places) {
    for (const word of PLANTED) expect(text?.includes(word), `${word} in ${place}`).toBe(false)
    for (const one of configurations) expect(text?.includes(contentHash(one)), `digest in ${place}`).toBe(false)
  }
}
