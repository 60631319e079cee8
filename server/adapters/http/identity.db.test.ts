import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { rotateText } from '../../protocol/rotate-key.ts'
import { signIn, type TestClient } from '../testing/test-client.ts'
import {
  enrolBody,
  HARDWARE,
  hello,
  newDevice,
  registerDevice,
  type TestDevice,
  TestLink,
} from '../testing/test-device.ts'
import { type TestServer, testServer } from '../testing/test-server.ts'

let house: TestServer
let operator: TestClient
let owner: TestClient
const links: TestLink[] = []

beforeAll(async () => {
  house = await testServer({ WAVEGATE_DEMO: '1' })
  operator = await signIn(house.address, 'operator@demo.wavegate')
  await house.db.user.update({ where: { email: 'approver@demo.wavegate' }, data: { role: 'owner' } })
  owner = await signIn(house.address, 'approver@demo.wavegate')
})

afterEach(() => {
  for (const link of links.splice(0)) link.socket.disconnect()
})

const connect = () => {
  const link = new TestLink(house.address)
  links.push(link)
  return link
}

async function opened(device: TestDevice, changes: object = {}): Promise<TestLink> {
  const link = connect()
  await link.open(device, changes)
  return link
}

async function refusal(device: TestDevice, changes: object = {}) {
  const link = connect()
  const { nonce } = await link.next('challenge')
  const refused = link.next('refused')
  await link.say(hello(device, nonce, changes))
  return refused
}

const act = (who: TestClient, path: string, body: object) => who.send('POST', `/api/v1/devices/${path}`, body)
const identity = async (id: string) => (await operator.get(`/api/v1/devices/${id}/identity`)).json()
const publicKeyOf = (key: KeyObject) => createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64')

function agentsPost(path: string, body: object): Promise<Response> {
  return fetch(`${house.address}/agents/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

describe('[R-009] a revoked device is cut off at once', () => {
  it('its connection ends at once, with the reason; it gets nothing any more, until the owner readmits it', async () => {
    const device = await registerDevice(house.db, 'stolen')
    const link = await opened(device)
    const told = link.next('refused')
    const asked = performance.now()
    expect((await act(operator, 'stolen/revoke', { reason: 'stolen from the van' })).status).toBe(200)
    expect(await told).toMatchObject({
      retry: false,
      refusal: { message: expect.stringContaining('stolen from the van') },
    })
    // Of a busy machine; the look that finds what nobody was told of comes every three seconds.
    expect(performance.now() - asked).toBeLessThan(2_500)

    expect(await refusal(device)).toMatchObject({
      retry: false,
      refusal: { message: expect.stringContaining('revoked') },
    })
    const download = await fetch(`${house.address}/agents/artifacts/${'a'.repeat(64)}`, {
      headers: { 'x-wavegate-device': 'stolen' },
    })
    expect([download.status, await download.text()]).toEqual([403, expect.stringContaining('was revoked')])
    const again = await agentsPost('enrol', enrolBody(device))
    expect([again.status, await again.text()]).toEqual([403, expect.stringContaining('stolen from the van')])
    expect(await house.db.fleetRow.count({ where: { deviceId: 'stolen' } })).toBe(0)

    expect((await act(operator, 'stolen/readmit', { reason: 'found' })).status).toBe(403)
    expect((await act(owner, 'stolen/readmit', { reason: 'found' })).status).toBe(200)
    await opened(device)
    expect(await house.db.fleetRow.count({ where: { deviceId: 'stolen' } })).toBe(1)
  })

  it('also when another server process revoked it', async () => {
    const link = await opened(await registerDevice(house.db, 'elsewhere'))
    const told = link.next('refused')
    await house.db.device.update({
      where: { id: 'elsewhere' },
      data: { revokedAt: new Date(), revokedReason: 'decided elsewhere' },
    })
    expect(await told).toMatchObject({ refusal: { message: expect.stringContaining('decided elsewhere') } })
  })

  it('also when it connected to another server process since', async () => {
    const link = await opened(await registerDevice(house.db, 'moved'))
    const told = link.next('refused')
    await house.db.deviceStatus.update({ where: { deviceId: 'moved' }, data: { sessionEpoch: { increment: 1 } } })
    expect(await told).toMatchObject({ retry: true, refusal: { code: 'conflict' } })
  })
})

describe('[R-009] hardware is replaced, the identity stays', () => {
  it('the new board enrols under the old id with a key of its own, and the old key is retired', async () => {
    const old = await registerDevice(house.db, 'press-3')
    await house.db.device.update({ where: { id: 'press-3' }, data: { groups: ['presses'], labels: { line: '3' } } })
    const link = await opened(old)
    const told = link.next('refused')
    const made = await act(operator, 'press-3/replacement', { hours: 1 })
    const { token } = (await made.json()) as { token: string }
    expect(await identity('press-3')).toMatchObject({ replacement: { by: 'Olive Operator' } })

    const board = newDevice('raspberrypi')
    const more = { ...HARDWARE, memoryMb: 1024 }
    const request = enrolBody(board, { token, siteId: undefined, hardware: more })
    expect(await (await agentsPost('enrol', request)).json()).toMatchObject({ deviceId: 'press-3' })
    expect(await told).toMatchObject({ retry: true })
    expect((await agentsPost('enrol', enrolBody(newDevice('second'), { token }))).status).toBe(202)

    expect(await refusal(old)).toMatchObject({
      retry: false,
      refusal: { message: expect.stringContaining('the hardware was replaced') },
    })
    await opened({ id: 'press-3', privateKey: board.privateKey }, { hardware: more })
    expect(await house.db.device.findUnique({ where: { id: 'press-3' } })).toMatchObject({
      groups: ['presses'],
      labels: { line: '3' },
      memoryMb: 1024,
    })
    expect(await house.db.discrepancy.count({ where: { deviceId: 'press-3' } })).toBe(0)
    expect(await identity('press-3')).toMatchObject({
      replacement: null,
      keys: [{ state: 'active' }, { state: 'retired', untilWhy: 'the hardware was replaced' }],
    })
  })
})

describe('[R-009] a device changes its key', () => {
  const rotation = (id: string, from: KeyObject, to: KeyObject) => {
    const publicKey = publicKeyOf(to)
    const signed = (key: KeyObject) => sign(null, Buffer.from(rotateText(id, publicKey)), key).toString('base64')
    return { deviceId: id, publicKey, signature: signed(from), proof: signed(to) }
  }
  const fresh = () => generateKeyPairSync('ed25519').privateKey

  it('both are good until the first hello with the new one; then the old one is refused', async () => {
    const { id, privateKey: from } = await registerDevice(house.db, 'rotates')
    const to = fresh()
    for (let twice = 0; twice < 2; twice++)
      expect((await agentsPost('rotate-key', rotation(id, from, to))).status).toBe(200)
    await opened({ id, privateKey: from })
    await opened({ id, privateKey: to })
    expect(await refusal({ id, privateKey: from })).toMatchObject({
      refusal: { message: expect.stringContaining('retired (the device changed its key)') },
    })
    await opened({ id, privateKey: to })
    expect((await agentsPost('rotate-key', rotation(id, from, fresh()))).status).toBe(403)
    expect(await identity(id)).toMatchObject({ keys: [{ state: 'active' }, { state: 'retired' }] })
  })

  it('one that lost the new key before using it makes another', async () => {
    const { id, privateKey: from } = await registerDevice(house.db, 'forgets')
    const [lost, kept] = [fresh(), fresh()]
    await agentsPost('rotate-key', rotation(id, from, lost))
    expect((await agentsPost('rotate-key', rotation(id, from, kept))).status).toBe(200)
    expect(await refusal({ id, privateKey: lost })).toMatchObject({ refusal: { code: 'forbidden' } })
    await opened({ id, privateKey: kept })
  })

  it('nobody else changes it: not without the old key, nor to a key that is another device’s', async () => {
    const { id, privateKey } = await registerDevice(house.db, 'guarded')
    const other = await registerDevice(house.db, 'other')
    expect((await agentsPost('rotate-key', rotation(id, fresh(), fresh()))).status).toBe(403)
    expect((await agentsPost('rotate-key', rotation(id, privateKey, other.privateKey))).status).toBe(409)
    const stolen = { ...rotation(id, privateKey, fresh()), publicKey: publicKeyOf(other.privateKey) }
    expect((await agentsPost('rotate-key', stolen)).status).toBe(403)
  })
})

describe('[R-003] one identity on two machines', () => {
  it('is found out when they take the connection from each other, and nothing is deployed until a person acts', async () => {
    const device = await registerDevice(house.db, 'cloned')
    for (const instance of ['a', 'b', 'a', 'b', 'a', 'b']) await opened(device, { instance })
    const [open] = await house.db.discrepancy.findMany({ where: { deviceId: 'cloned' } })
    expect(open).toMatchObject({ kind: 'identity', resolvedAt: null })
    expect(await house.db.auditEntry.findMany({ where: { action: 'device.duplicate-identity' } })).toMatchObject([
      { deviceId: 'cloned', reason: expect.stringContaining('DUPLICATE_IDENTITY') },
    ])
    expect(await identity('cloned')).toMatchObject({ duplicated: { addresses: [expect.any(String)] } })
    // The one that has the connection keeps it: they do not push each other out for ever.
    expect(await refusal(device, { instance: 'a' })).toMatchObject({
      retry: true,
      refusal: { message: expect.stringContaining('Another machine is connected') },
    })
    await opened(device, { instance: 'b' })
    await act(operator, 'cloned/revoke', { reason: 'copied' })
    expect(await identity('cloned')).toMatchObject({ duplicated: null, revoked: { reason: 'copied' } })
  })

  it('a device that reconnects, or whose agent is restarted, is no clone', async () => {
    const device = await registerDevice(house.db, 'shaky')
    for (const instance of ['a', 'a', 'a', 'a', 'a', 'a', 'b', 'c', 'd', 'e', 'f', 'f', 'f'])
      await opened(device, { instance })
    expect(await house.db.discrepancy.count({ where: { deviceId: 'shaky' } })).toBe(0)
  })

  it('the key of another device opens nothing', async () => {
    const victim = await registerDevice(house.db, 'victim')
    const thief = await registerDevice(house.db, 'thief')
    expect(await refusal({ id: victim.id, privateKey: thief.privateKey })).toMatchObject({
      retry: false,
      refusal: { message: expect.stringContaining('not enrolled here with this key') },
    })
  })
})
