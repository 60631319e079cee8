import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type RealAgent, realAgent } from '../../../agent/testing/real-agent.ts'
import { sampleRelease } from '../../../scripts/artifact/sample-release.ts'
import { IdentityView } from '../../protocol/views/identity-view.ts'
import { LobbyView } from '../../protocol/views/lobby-view.ts'
import { signIn, type TestClient } from '../testing/test-client.ts'
import { type TestServer, testServer } from '../testing/test-server.ts'

let house: TestServer
let olive: TestClient
let root = ''
let releaseId = ''
let token = ''
const agents: RealAgent[] = []

/** Real agents at a real server: what is staged is only what a thief or a bad copy would do to their folders. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'wavegate-identities-'))
  house = await testServer({ WAVEGATE_DEMO: '1', WAVEGATE_REPORT_INTERVAL: '1' })
  olive = await signIn(house.address, 'operator@demo.wavegate')
  const { packed, release } = sampleRelease('1.0.0', 'good')
  await olive.send('PUT', `/api/v1/artifacts/${packed.sha256}`, packed.bytes)
  releaseId = ((await did('/api/v1/releases', { ...release, notes: '' })) as { id: string }).id
  await did('/api/v1/sites', { id: 'lyon', name: 'Lyon', region: 'west', timeZone: 'UTC' })
  token = ((await did('/api/v1/enrolment-tokens', { uses: 50, hours: 1 })) as { token: string }).token
}, 60_000)

afterAll(async () => {
  await Promise.all(agents.map((agent) => agent.stop()))
  await rm(root, { recursive: true, force: true })
})

async function did(path: string, body: object): Promise<unknown> {
  const response = await olive.send('POST', path, body)
  expect(response.status, path).toBe(200)
  return response.json()
}

const act = (id: string, verb: string, body: object = {}) => did(`/api/v1/devices/${id}/${verb}`, body)
const identity = async (id: string) =>
  IdentityView.parse(await (await olive.get(`/api/v1/devices/${id}/identity`)).json())
const open = async (id: string) => house.db.discrepancy.findMany({ where: { deviceId: id, resolvedAt: null } })
const kinds = async (id: string) => (await open(id)).map(({ kind }) => kind).toSorted()
const online = async (id: string) =>
  (await house.db.deviceStatus.findUnique({ where: { deviceId: id } }))?.online ?? false

type Start = { folder?: string; vouched?: boolean; shows?: string; more?: string[]; kill?: Record<string, string> }

function start(id: string, { folder = id, vouched = true, shows = token, more = [], kill }: Start = {}): RealAgent {
  const argv = ['--server', house.address, '--dir', join(root, folder), '--id', id, '--site', 'lyon']
  argv.push('--hardware-type', 'rpi5', '--architecture', 'arm64', '--memory-mb', '8192', '--disk-mb', '32768')
  const agent = realAgent(
    [...argv, '--reconnect-max', '0.3', ...(vouched ? ['--token', shows] : []), ...more],
    kill ? 'testing/killed-agent.ts' : 'main.ts',
    kill,
  )
  agents.push(agent)
  return agent
}

const soon = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 100 })
const connected = (id: string) => soon(async () => expect(await online(id)).toBe(true))
const gone = (id: string) => soon(async () => expect(await online(id)).toBe(false))
const says = (agent: RealAgent, words: string) => soon(async () => expect(agent.said()).toContain(words))

/** What the planner says of a rollout to this device alone. */
async function planned(id: string): Promise<string> {
  const response = await olive.send('POST', '/api/v1/rollouts/plan', { releaseId, selector: `id:${id}` })
  return response.text()
}

describe.concurrent('a device that lies', { timeout: 120_000 }, () => {
  test('[R-003] [R-142] [R-009] its copy is found out, nothing is deployed to either, and new hardware ends it', async () => {
    const first = start('twin')
    await connected('twin')
    await first.stop()
    await cp(join(root, 'twin'), join(root, 'copy'), { recursive: true })
    const pair = [start('twin'), start('twin', { folder: 'copy' })]
    await soon(async () => expect(await kinds('twin')).toEqual(['identity']))
    expect(await house.db.auditEntry.findFirst({ where: { action: 'device.duplicate-identity' } })).toMatchObject({
      deviceId: 'twin',
      reason: expect.stringContaining('DUPLICATE_IDENTITY'),
    })
    expect(await planned('twin')).toContain('it says something else than the registry (identity)')
    // They do not push each other out for ever: one has the connection, the other is told why it has not.
    await soon(async () => expect(pair.map((agent) => agent.said()).join()).toContain('Another machine is connected'))

    const made = (await act('twin', 'replacement', { hours: 1 })) as { token: string }
    const board = start('new-board', { shows: made.token, more: ['--memory-mb', '4096'] })
    await says(board, 'enrolled as twin')
    for (const copy of pair) await says(copy, 'the hardware was replaced')
    await connected('twin')
    expect(await kinds('twin')).toEqual([])
    expect(await planned('twin')).not.toContain('something else than the registry')
    expect((await identity('twin')).keys.map(({ state }) => state)).toEqual(['active', 'retired'])
  })

  test('[D-11] with a key that nobody knows it waits in the lobby until a person lets it in', async () => {
    const stranger = start('stranger', { vouched: false })
    await says(stranger, 'waiting in the lobby')
    const { waiting } = LobbyView.parse(await (await olive.get('/api/v1/lobby')).json())
    const [fingerprint = ''] = /([0-9a-f]{4}-){7}[0-9a-f]{4}/.exec(stranger.said()) ?? []
    expect(waiting).toMatchObject([{ deviceId: 'stranger', fingerprint, because: expect.stringContaining('no token') }])
    expect(await planned('stranger')).toContain('No device is left')
    await did('/api/v1/lobby/accept', { devices: [{ fingerprint }] })
    await connected('stranger')
  })

  test('[R-141] [R-142] of its memory and its architecture, it is believed, and left out until a person or a policy resolves it', async () => {
    const before = start('grown')
    await connected('grown')
    await before.stop()
    start('grown', { vouched: false, more: ['--memory-mb', '4096', '--architecture', 'x64'] })
    await soon(async () => expect(await kinds('grown')).toEqual(['architecture', 'memory']))
    expect(await house.db.device.findUnique({ where: { id: 'grown' } })).toMatchObject({
      memoryMb: 4096,
      architecture: 'x64',
    })
    expect(await planned('grown')).toMatch(/says something else than the registry \((memory|architecture)\)/)
    for (const { id, kind } of await open('grown'))
      if (kind === 'memory') await act('grown', `discrepancies/${id}/resolve`, { resolution: 'accept' })
    expect(await planned('grown')).toContain('than the registry (architecture)')
    const policy = { memoryWithinPercent: 5, diskWithinPercent: 5, accept: ['architecture'] }
    expect((await olive.send('PUT', '/api/v1/settings/discrepancy-policy', policy)).status).toBe(200)
    expect(await kinds('grown')).toEqual([])
    expect(await planned('grown')).not.toContain('something else than the registry')
  })

  test('[R-009] once revoked it is cut off, and told why', async () => {
    const agent = start('stolen')
    await connected('stolen')
    await act('stolen', 'revoke', { reason: 'stolen from the van' })
    await says(agent, 'revoked (stolen from the van)')
    await gone('stolen')
  })
})

describe.concurrent('[R-009] a device that is asked to change its key', { timeout: 120_000 }, () => {
  test('makes another, speaks with it from then on, also after a restart, and the old one is good for nothing', async () => {
    const agent = start('changes')
    await connected('changes')
    const own = await readFile(join(root, 'changes', 'device.key'), 'utf8')
    await cp(join(root, 'changes'), join(root, 'old-key'), { recursive: true })
    await act('changes', 'change-key')
    await soon(async () => expect(await identity('changes')).toMatchObject({ asked: null, keys: CHANGED }))
    await soon(async () => expect(await readFile(join(root, 'changes', 'device.key'), 'utf8')).not.toBe(own))
    await agent.stop()
    await gone('changes')
    start('changes', { vouched: false })
    await connected('changes')
    await says(start('changes', { folder: 'old-key', vouched: false }), 'the device changed its key')
  })

  test.each([
    { step: 'keep-next', when: 'before' },
    { step: 'keep-next', when: 'after' },
    { step: 'reconnect', when: 'before' },
    { step: 'promote', when: 'before' },
    { step: 'promote', when: 'after' },
  ])('comes back and has changed it although it was killed $when it did $step', async ({ step, when }) => {
    const id = `${step}-${when}`
    const killed = start(id, { kill: { KILL_KEY: step, KILL_WHEN: when } })
    await connected(id)
    await act(id, 'change-key')
    expect((await killed.ended).signal).toBe('SIGKILL')
    await gone(id)
    start(id, { vouched: false })
    await connected(id)
    await soon(async () => expect(await identity(id)).toMatchObject({ asked: null, keys: CHANGED }))
    await connected(id)
    expect(await kinds(id)).toEqual([])
  })
})

const CHANGED = [
  { state: 'active', why: 'changed, as Olive Operator asked' },
  { state: 'retired', untilWhy: 'the device changed its key' },
]
