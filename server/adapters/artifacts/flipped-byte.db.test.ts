import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { realAgent } from '../../../agent/testing/real-agent.ts'
import { sampleRelease } from '../../../scripts/artifact/sample-release.ts'
import { DeviceView } from '../../protocol/views/device-view.ts'
import { ReleaseVerified } from '../../protocol/views/release-view.ts'
import { signIn } from '../testing/test-client.ts'
import { testServer } from '../testing/test-server.ts'
import { passingFolder } from './artifact-store.contract.ts'

const ID = 'distrusts'
const root = await passingFolder()
const data = join(root, 'data')
const house = await testServer({ WAVEGATE_DEMO: '1', WAVEGATE_DATA: data, WAVEGATE_REPORT_INTERVAL: '0.5' })
const olive = await signIn(house.address, 'operator@demo.wavegate')
const post = async (path: string, body: object) => {
  const answer = await olive.send('POST', `/api/v1${path}`, body)
  expect(answer.status, await answer.clone().text()).toBe(200)
  return (await answer.json()) as { id: string; number: number; token: string }
}

async function publish(version: string) {
  const { packed, release } = sampleRelease(version, 'good')
  await olive.send('PUT', `/api/v1/artifacts/${packed.sha256}`, packed.bytes)
  return { packed, release, ...(await post('/releases', { ...release, notes: '' })) }
}

const first = await publish('1.0.0')
const [platform] = first.release.artifacts
await post('/sites', { id: 'lyon', name: 'Lyon', region: 'west', timeZone: 'UTC' })
const { token } = await post('/enrolment-tokens', { uses: 1, hours: 1 })
await writeFile(join(root, 'factory.tar.gz'), first.packed.bytes)
await writeFile(join(root, 'factory.tar.gz.release.json'), JSON.stringify(first.release))
const agent = realAgent([
  ...['--server', house.address, '--token', token, '--dir', join(root, ID), '--id', ID, '--site', 'lyon'],
  ...['--hardware-type', platform?.hardwareType ?? '', '--architecture', platform?.architecture ?? ''],
  ...['--factory', join(root, 'factory.tar.gz'), '--reconnect-max', '1'],
])
afterAll(() => agent.stop())

async function device(): Promise<DeviceView> {
  const answer = await olive.get(`/api/v1/devices/${ID}`)
  if (!answer.ok) throw new Error(`${answer.status} ${agent.said()}`)
  return DeviceView.parse(await answer.json())
}
const until = (isTrue: (view: DeviceView) => boolean) =>
  vi.waitFor(
    async () => {
      const view = await device()
      if (!isTrue(view))
        throw new Error(`not yet: ${JSON.stringify([view.reported, view.health, view.desiredReason])} ${agent.said()}`)
      return view
    },
    { timeout: 40_000, interval: 100 },
  )

/** As a rollout would. */
async function tell(releaseId: string): Promise<number> {
  const { number: snapshotId } = await post('/snapshots', { releaseId, note: '' })
  const told = { snapshotId, generation: { increment: 1 }, reason: 'rollout' }
  return Number((await house.db.desired.update({ where: { deviceId: ID }, data: told })).generation)
}

it('[R-025] a byte that flipped in the store is refused by a real agent, which runs on and says why', {
  timeout: 90_000,
}, async () => {
  await until(
    ({ reported, health, desiredReason }) =>
      desiredReason !== null && reported?.running?.version === '1.0.0' && health?.application.status === 'healthy',
  )
  const { id, packed } = await publish('2.0.0')
  const path = join(data, 'artifacts', packed.sha256.slice(0, 2), packed.sha256)
  const bytes = await readFile(path)
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
  await writeFile(path, bytes)
  const application = await readFile(join(root, ID, 'app.pid'), 'utf8')

  const generation = await tell(id)
  const refused = await until(
    ({ reported }) => reported?.generation === generation && reported.update.state === 'refused',
  )
  expect(refused.reported).toMatchObject({
    running: { version: '1.0.0' },
    update: { state: 'refused', reason: 'hash-mismatch' },
  })
  expect(refused.health?.application.status).toBe('healthy')
  expect(await readFile(join(root, ID, 'app.pid'), 'utf8')).toBe(application)
  const said = await until(({ timeline }) => timeline.some(({ outcome }) => outcome === 'failed'))
  expect(said.timeline.find(({ outcome }) => outcome === 'failed')?.sentence).toContain(
    'the bytes do not have the digest the release promises',
  )

  const verified = ReleaseVerified.parse(await post(`/releases/${id}/verify`, {}))
  expect(verified.artifacts[0]?.actual).not.toBe(packed.sha256)
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
  await writeFile(path, bytes)
  const again = await tell(id)
  await until(({ reported }) => reported?.generation === again && reported.running?.version === '2.0.0')
})
