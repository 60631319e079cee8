import { beforeAll, describe, expect, it } from 'vitest'
import { ImportsView, ImportView } from '../../protocol/views/import-view.ts'
import { signIn, type TestClient } from '../testing/test-client.ts'
import { registerDevice } from '../testing/test-device.ts'
import { type TestServer, testServer } from '../testing/test-server.ts'

let house: TestServer
let olive: TestClient
let noor: TestClient

const HEADER = 'id,name,site,hardware_type,architecture,memory_mb,disk_mb,labels,groups,monitoring_fidelity'
const good = (n: number) => `cam-${n},Camera ${n},site-1,rpi5,arm64,4096,32768,line=${n % 7};env=prod,pilot,3`

/** Fifty ways of being wrong, over and over; each says which column. */
const WRONG: readonly [column: string | null, line: (n: number) => string][] = [
  ['id', (n) => good(n).replace('cam-', 'cam ')],
  ['id', () => good(1)],
  ['site', (n) => good(n).replace('site-1', 'nowhere')],
  ['architecture', (n) => good(n).replace('arm64', 'mips')],
  ['memory_mb', (n) => good(n).replace('4096', '4 GB')],
  ['disk_mb', (n) => good(n).replace('32768', '-1')],
  ['hardware_type', (n) => good(n).replace('rpi5', '')],
  ['labels', (n) => good(n).replace(/line=\d/, 'line')],
  ['monitoring_fidelity', (n) => good(n).replace(/3$/, '11')],
  [null, (n) => `${good(n)},one cell too many`],
]

/** Row n of the file is line n + 1; every 200th is wrong. */
const isWrong = (n: number) => n % 200 === 0
const line = (n: number) => (isWrong(n) ? (WRONG[(n / 200) % WRONG.length]?.[1](n) ?? '') : good(n))

async function draft(body: string | Uint8Array, type = 'text/csv', name = 'fleet.csv'): Promise<Response> {
  return olive.send('POST', `/api/v1/registry/imports?name=${name}`, new TextEncoder().encode(body as string), {
    'content-type': type,
  })
}
async function drafted(body: string, type?: string): Promise<ImportView> {
  const response = await draft(body, type)
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.refusal.message)
  return view(answer.id)
}
const view = async (id: string) => ImportView.parse(await (await olive.get(`/api/v1/registry/imports/${id}`)).json())
const apply = (id: string, body: object = {}, who = olive) =>
  who.send('POST', `/api/v1/registry/imports/${id}/apply`, body)
const sentence = async (response: Response) => (await response.json()).refusal.message as string

beforeAll(async () => {
  house = await testServer({ WAVEGATE_DEMO: '1' })
  olive = await signIn(house.address, 'operator@demo.wavegate')
  noor = await signIn(house.address, 'oncall@demo.wavegate')
  await registerDevice(house.db, 'dev-1')
})

describe('[R-144] [R-123] a file of 10,000 devices with 50 bad rows', () => {
  it('yields 50 precise errors, imports nothing until asked, then 9,950', async () => {
    const file = [HEADER, ...Array.from({ length: 10_000 }, (_, at) => line(at + 1))].join('\n')
    const read = await drafted(file)
    expect(read.counts).toEqual({ added: 9950, changed: 0, unchanged: 0, bad: 50, refused: 0 })
    expect(read.problems).toHaveLength(50)
    for (const [at, problem] of read.problems.entries()) {
      const n = 200 * (at + 1)
      expect(problem.number).toBe(n + 1)
      expect(problem.errors.map(({ column }) => column)).toEqual([WRONG[(n / 200) % WRONG.length]?.[0]])
      expect(problem.errors[0]?.message).toMatch(/.{10}/)
    }
    expect(await house.db.expectedDevice.count()).toBe(0)

    expect(await sentence(await apply(read.id))).toContain('50 rows cannot be imported')
    expect((await apply(read.id, { leaveBad: true }, noor)).status).toBe(403)
    expect(await house.db.expectedDevice.count()).toBe(0)

    expect(await (await apply(read.id, { leaveBad: true })).json()).toEqual({ applied: 9950, refused: 0 })
    expect(await house.db.expectedDevice.count()).toBe(9950)
    expect(await house.db.auditEntry.count({ where: { action: 'device.expect' } })).toBe(9950)
    expect(await sentence(await apply(read.id, { leaveBad: true }))).toContain('applied already')
    expect(await house.db.expectedDevice.findUnique({ where: { id: 'cam-1' } })).toMatchObject({
      name: 'Camera 1',
      labels: { env: 'prod', line: '1' },
      groups: ['pilot'],
    })
    const { expected } = ImportsView.parse(await (await olive.get('/api/v1/registry/imports')).json())
    expect(expected.total).toBe(9950)
  })

  it('comes out as it went in: an export changes nothing when it is imported', async () => {
    for (const [format, type] of [
      ['csv', 'text/csv'],
      ['json', 'application/json'],
    ]) {
      const exported = await (await noor.get(`/api/v1/registry/export?format=${format}`)).text()
      expect((await drafted(exported, type)).counts).toEqual({
        added: 0,
        changed: 0,
        unchanged: 9951,
        bad: 0,
        refused: 0,
      })
    }
  })
})

describe('[R-144] an import', () => {
  it('of JSON is judged alike, numbered by place', async () => {
    const rows = [
      { id: 'json-1', site: 'site-1', hardware_type: 'rpi5', architecture: 'arm64', memory_mb: 1, disk_mb: 1 },
      { id: 'json-2', site: 'site-1', memory_mb: 'much' },
      'no device',
      { id: 'dev-1', name: 'First', labels: { env: 'lab' }, colour: 'red' },
    ]
    const read = await drafted(JSON.stringify({ devices: rows }), 'application/json')
    expect(read.problems.map(({ number, errors }) => [number, errors.map(({ column }) => column)])).toEqual([
      [2, ['memory_mb']],
      [3, [null]],
      [4, ['colour']],
    ])
  })

  it('changes devices that are there, field by field, with what was before', async () => {
    const read = await drafted('id;name;labels\ndev-1;"First; of many";"a=1;b=2"\n')
    expect(read.changes).toEqual([
      {
        number: 2,
        deviceId: 'dev-1',
        outcome: 'changed',
        fields: [
          { field: 'name', before: 'dev-1', after: 'First; of many' },
          { field: 'labels', before: '', after: 'a=1; b=2' },
        ],
      },
    ])
    await apply(read.id)
    expect(await house.db.device.findUnique({ where: { id: 'dev-1' } })).toMatchObject({
      name: 'First; of many',
      labels: { a: '1', b: '2' },
      memoryMb: 512,
    })
    expect(
      await house.db.auditEntry.findFirst({ where: { deviceId: 'dev-1', action: 'device.update' } }),
    ).toMatchObject({ before: { name: 'dev-1' }, after: { name: 'First; of many' } })
  })

  it('refuses and lists a row whose device moved since, and applies the others', async () => {
    await registerDevice(house.db, 'dev-2')
    const read = await drafted('id,name,monitoring_fidelity\ndev-1,One,\ndev-2,Two,4\n')
    await olive.send('PATCH', '/api/v1/devices/dev-1', { name: 'Somebody else was here' })
    await olive.send('PATCH', '/api/v1/devices/dev-2', { groups: ['pilot'] }) // another field: no conflict
    expect(await (await apply(read.id)).json()).toEqual({ applied: 1, refused: 1 })
    const after = await view(read.id)
    expect(after).toMatchObject({ state: 'applied', counts: { refused: 1 } })
    expect(after.problems).toMatchObject([
      { number: 2, deviceId: 'dev-1', errors: [{ message: expect.stringContaining('name changed meanwhile') }] },
    ])
    expect(await house.db.device.findUnique({ where: { id: 'dev-2' } })).toMatchObject({
      name: 'Two',
      groups: ['pilot'],
      monitoringFidelity: 4,
    })
  })

  const refused = [
    { name: 'nothing', body: '', says: 'The file is empty' },
    { name: 'a header alone', body: 'id,name\n', says: 'has no rows' },
    { name: 'a column nobody knows', body: 'id,hostname\na,b\n', says: 'no column “hostname”' },
    { name: 'no id', body: 'name\nb\n', says: 'no column “id”' },
    { name: 'a column twice', body: 'id,name,name\na,b,c\n', says: 'there twice' },
    { name: 'too many bytes', body: `id,name\n${`a,${'b'.repeat(60_000)}\n`.repeat(300)}`, says: 'at most 16 MiB' },
    {
      name: 'too many rows',
      body: `id\n${Array.from({ length: 20_001 }, (_, n) => n).join('\n')}`,
      says: '20000 rows',
    },
    { name: 'an open quote', body: 'id,name\ndev-1,fine\ndev-1,"open\ndev-1,b\n', says: 'After line 2' },
    { name: 'JSON that is none', body: '{', type: 'application/json', says: 'is not JSON' },
    { name: 'JSON of something else', body: '{}', type: 'application/json', says: 'an array of devices' },
    { name: 'something else', body: 'x', type: 'application/zip', says: 'text/csv or application/json' },
  ]
  it.each(refused)('of $name is refused as a whole, and nothing is kept', async ({ body, type, says }) => {
    const before = await house.db.registryImport.count()
    expect(await sentence(await draft(body, type))).toContain(says)
    expect(await house.db.registryImport.count()).toBe(before)
  })

  it('takes odd rows for bad ones: other encodings, control characters', async () => {
    const latin = Buffer.concat([Buffer.from('id,name\ndev-1,K'), Buffer.from([0xf6]), Buffer.from('ln\n')])
    const response = await olive.send('POST', '/api/v1/registry/imports', latin, { 'content-type': 'text/csv' })
    expect((await view((await response.json()).id)).problems[0]?.errors[0]?.message).toContain('not UTF-8')
    const odd = await drafted('id,name\ndev-1,"a\tb"\ndev-2,5" screen\ndev-2,\n')
    expect(odd.problems.map(({ number }) => number)).toEqual([2, 4])
    expect(odd.changes).toMatchObject([{ number: 3, fields: [{ after: '5" screen' }] }])
  })

  it('does not let a spreadsheet run what somebody named a device, and reads it back as it was', async () => {
    await olive.send('PATCH', '/api/v1/devices/dev-2', { name: '=1+1' })
    const exported = await (await noor.get('/api/v1/registry/export?where=id:dev-2')).text()
    expect(exported).toContain("dev-2,'=1+1,")
    expect(exported.split('\n').filter(Boolean)).toHaveLength(2)
    expect((await drafted(exported)).counts).toMatchObject({ unchanged: 1 })
  })

  it('announces devices that can be expected no longer', async () => {
    const remove = () => olive.send('DELETE', '/api/v1/registry/expected/cam-1', undefined)
    expect((await remove()).status).toBe(200)
    expect((await remove()).status).toBe(404)
  })
})
