import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { manifestText } from '../../../domain/release/manifest-text.ts'
import { PublishRelease } from '../../../protocol/commands/publish-release.ts'
import { Instant } from '../../../protocol/ids.ts'
import { ReleaseVerified, ReleaseView } from '../../../protocol/views/release-view.ts'
import { ReleasesView } from '../../../protocol/views/releases-view.ts'
import { signManifest } from '../../signing/sign-manifest.ts'
import { signIn } from '../../testing/test-client.ts'
import { testServer } from '../../testing/test-server.ts'

const data = await mkdtemp(join(tmpdir(), 'wavegate-releases-'))
const offline = generateKeyPairSync('ed25519')
const privatePem = offline.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const publicPath = join(data, 'release.pub.pem')
await writeFile(publicPath, offline.publicKey.export({ type: 'spki', format: 'pem' }))

const house = await testServer({ WAVEGATE_DEMO: '1', WAVEGATE_DATA: join(data, 'own') })
const operator = await signIn(house.address, 'operator@demo.wavegate')
const away = await testServer({ WAVEGATE_DEMO: '1', WAVEGATE_RELEASE_PUBLIC_KEY: publicPath })
const signer = await signIn(away.address, 'operator@demo.wavegate')

const bytes = randomBytes(1000)
const sha256 = createHash('sha256').update(bytes).digest('hex')
const release = (version: string, changes: object = {}) =>
  PublishRelease.parse({
    name: 'edge-app',
    version,
    mechanism: 'dual-slot',
    artifacts: [{ hardwareType: 'gw-100', architecture: 'arm64', sha256, size: 1000, unpackedSize: 1000, files: 1 }],
    resources: { memoryMb: 64, diskMb: 10 },
    application: { start: ['node', 'main.js'], healthPath: '/health', stopTimeoutSeconds: 5 },
    smokeTests: [{ name: 'answers', method: 'GET', path: '/health', expect: {}, tolerance: 0, timeoutMs: 1000 }],
    ...changes,
  })
type Client = typeof operator
const published = async (client: Client, version: string, changes: object = {}) => {
  await client.send('PUT', `/api/v1/artifacts/${sha256}`, bytes)
  const answer = await client.send('POST', '/api/v1/releases', release(version, changes))
  return { status: answer.status, ...((await answer.json()) as { id: string; refusal?: { message: string } }) }
}
const view = async (id: string, query = '') =>
  ReleaseView.parse(await (await operator.get(`/api/v1/releases/${id}${query}`)).json())
const act = async (id: string, verb: string, body: object = { reason: 'a bad batch' }) => {
  const answer = await operator.send('POST', `/api/v1/releases/${id}/${verb}`, body)
  return { status: answer.status, body: await answer.json() }
}

it('[R-025] a release that contradicts itself is not published, one that does not is compared with the one before', async () => {
  const twice = [...release('1.0.0').artifacts, ...release('1.0.0').artifacts]
  expect(await published(operator, '1.0.0', { artifacts: twice })).toMatchObject({ status: 400 })
  const first = await published(operator, '1.0.0')
  const second = await published(operator, '1.1.0', { resources: { memoryMb: 128, diskMb: 10 } })
  const seen = await view(second.id)
  expect(seen.release).toMatchObject({ counter: 2, checksum: 'verified', rollbackPartner: { id: first.id } })
  expect(seen.compare).toMatchObject({ version: '1.0.0', changes: [{ path: 'resources.memoryMb', before: '64' }] })
  expect((await view(first.id, `?against=${second.id}`)).compare?.version).toBe('1.1.0')
  expect((await operator.get('/api/v1/releases/nobody')).status).toBe(404)
})

it('[R-025] bytes that rotted in the store are found by verifying, red with both digests', async () => {
  const { id } = await published(operator, '2.0.0')
  const good = ReleaseVerified.parse((await act(id, 'verify')).body)
  expect(good).toMatchObject({ signed: true, artifacts: [{ sha256, actual: sha256 }] })
  const folder = join(data, 'own/artifacts', sha256.slice(0, 2))
  expect(await readdir(folder)).toEqual([sha256])
  const rotten = Buffer.from(bytes)
  rotten[500] = (rotten[500] ?? 0) ^ 1
  await writeFile(join(folder, sha256), rotten)
  const actual = createHash('sha256').update(rotten).digest('hex')
  expect(ReleaseVerified.parse((await act(id, 'verify')).body).artifacts).toEqual([{ sha256, actual }])
  expect(await view(id)).toMatchObject({ release: { checksum: 'damaged' }, checksums: [{ sha256, actual }] })
  await writeFile(join(folder, sha256), bytes)
  await act(id, 'verify')
  expect((await view(id)).release.checksum).toBe('verified')
})

it('[R-025] deprecating warns and blocking refuses, each with its reason and its way back', async () => {
  const { id } = await published(operator, '3.0.0')
  expect((await act(id, 'deprecate', { reason: '' })).status).toBe(400)
  expect((await act(id, 'deprecate')).status).toBe(200)
  expect((await act(id, 'deprecate')).status).toBe(409)
  expect((await act(id, 'block')).body).toEqual({ paused: [] })
  expect((await view(id)).release).toMatchObject({
    blocked: true,
    block: { by: 'Olive Operator', reason: 'a bad batch' },
    deprecation: { reason: 'a bad batch' },
  })
  expect((await act(id, 'unblock')).status).toBe(200)
  expect((await act(id, 'reinstate')).status).toBe(200)
  expect((await view(id)).release).toMatchObject({ blocked: false, block: null, deprecation: null })
  const rows = await house.db.auditEntry.findMany({ where: { objectId: id }, orderBy: { id: 'asc' } })
  expect(rows.map((row) => row.action)).toEqual([
    'release.publish',
    'release.deprecate',
    'release.block',
    'release.unblock',
    'release.reinstate',
  ])
})

it('[R-025] a server without the private key publishes only what was signed with it, counting up', async () => {
  const refused = await published(signer, '1.0.0')
  expect(refused).toMatchObject({ status: 409, refusal: { message: expect.stringContaining('/releases/signed') } })
  const sign = (version: string, counter: number, pem = privatePem) => {
    const { notes: _, ...body } = release(version)
    const text = manifestText(body, counter, Instant.parse(1_700_000_000_000))
    if (!text.ok) throw new Error(text.refusal.message)
    return signManifest(text.value, pem)
  }
  const send = async (signed: object) => (await signer.send('POST', '/api/v1/releases/signed', signed)).status
  const stranger = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  expect(await send(sign('1.0.0', 1, stranger))).toBe(409)
  const tampered = sign('1.0.0', 1)
  expect(await send({ ...tampered, manifest: tampered.manifest.replace('"memoryMb":64', '"memoryMb":65') })).toBe(409)
  expect(await send(sign('1.0.0', 5))).toBe(200)
  expect(await send(sign('1.1.0', 5))).toBe(409)
  expect(await send(sign('1.1.0', 6))).toBe(200)
  const { releases } = ReleasesView.parse(await (await signer.get('/api/v1/releases')).json())
  expect(releases.map(({ version, counter }) => [version, counter])).toEqual([
    ['1.1.0', 6],
    ['1.0.0', 5],
  ])
})
