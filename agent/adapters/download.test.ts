import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Sha256 } from '../../server/protocol/ids.ts'
import type { DownloadEnd } from '../engine/happening.ts'
import type { Plan } from '../engine/journal-record.ts'
import { desiredOf, installed } from '../testing/values.ts'
import { rangedDownload } from './download.ts'

const BYTES = randomBytes(300_000)
const SHA256 = Sha256.parse(createHash('sha256').update(BYTES).digest('hex'))
const { generation, trial } = desiredOf(1, '2.0.0', 'b')
const PLAN: Plan = {
  generation,
  from: null,
  fromSlot: null,
  to: { ...installed('2.0.0', 'b'), sha256: SHA256 },
  toSlot: 'b',
  size: BYTES.length,
  path: '/agents/artifacts/x',
  unpackedSize: 1,
  files: 1,
  trial,
}

let blobs = ''
let server: Server
let asked: (string | undefined)[] = []
let answer: (request: IncomingMessage, response: ServerResponse) => void = honest

beforeEach(async () => {
  blobs = await mkdtemp(join(tmpdir(), 'wavegate-blobs-'))
  asked = []
  server = createServer((request, response) => {
    asked.push(request.headers.range)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(blobs, { recursive: true, force: true })
})

function honest(request: IncomingMessage, response: ServerResponse): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  if (from > 0) response.setHeader('content-range', `bytes ${from}-${BYTES.length - 1}/${BYTES.length}`)
  response.writeHead(from > 0 ? 206 : 200).end(BYTES.subarray(from))
}

function fetchIt(stallMs = 5_000, plan = PLAN): Promise<DownloadEnd> {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const download = rangedDownload(`http://127.0.0.1:${port}`, 'rpi5-0001', blobs, stallMs)
  return download.fetch(plan, () => {}, new AbortController().signal)
}

const kept = () => readFile(join(blobs, SHA256))

describe('a download', () => {
  test('arrives whole, and is not fetched again', async () => {
    answer = honest
    expect(await fetchIt()).toEqual({ kind: 'complete' })
    expect(await kept()).toEqual(BYTES)
    expect(await fetchIt()).toEqual({ kind: 'complete' })
    expect(asked).toEqual([undefined])
  })

  test('takes no more than its share of the line, and does not take its own waiting for a stall', async () => {
    answer = honest
    const began = performance.now()
    expect(await fetchIt(150, { ...PLAN, bytesPerSecond: 600_000 })).toEqual({ kind: 'complete' })
    expect(performance.now() - began).toBeGreaterThanOrEqual(490)
    expect(await kept()).toEqual(BYTES)
  })

  test('goes on where the connection broke', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': BYTES.length })
      response.write(BYTES.subarray(0, 120_000))
      // A connection that breaks before anything was kept has nothing to go on from.
      void vi
        .waitFor(async () => expect((await stat(join(blobs, `${SHA256}.part`))).size).toBeGreaterThan(0), 15_000)
        .finally(() => response.destroy())
    }
    expect(await fetchIt()).toMatchObject({ kind: 'interrupted' })
    answer = honest
    expect(await fetchIt()).toEqual({ kind: 'complete' })
    expect(asked[1]).toMatch(/^bytes=\d+-$/)
    expect(await kept()).toEqual(BYTES)
  })

  test('starts anew where the server answers a range with the whole', async () => {
    await writeFile(join(blobs, `${SHA256}.part`), BYTES.subarray(0, 1000))
    answer = (_, response) => response.writeHead(200).end(BYTES)
    expect(await fetchIt()).toEqual({ kind: 'complete' })
    expect(await kept()).toEqual(BYTES)
  })

  test.each([
    { name: 'another start', range: `bytes 5-${BYTES.length - 1}/${BYTES.length}` },
    { name: 'another total', range: `bytes 1000-${BYTES.length}/${BYTES.length + 1}` },
    { name: 'no range at all', range: '' },
  ])('[M6] does not believe a partial answer with $name', async ({ range }) => {
    await writeFile(join(blobs, `${SHA256}.part`), BYTES.subarray(0, 1000))
    answer = (_, response) => response.writeHead(206, range ? { 'content-range': range } : {}).end(BYTES.subarray(1000))
    expect(await fetchIt()).toMatchObject({ kind: 'interrupted' })
  })

  test('[M6] one flipped byte is caught, and nothing of it is kept', async () => {
    const flipped = Buffer.from(BYTES)
    flipped[150_000] = (flipped[150_000] ?? 0) ^ 1
    answer = (_, response) => response.writeHead(200).end(flipped)
    expect(await fetchIt()).toMatchObject({ kind: 'wrong' })
    expect(await readdir(blobs)).toEqual([])
  })

  test('bad bytes of an earlier attempt are dropped, not blamed on the server', async () => {
    await writeFile(join(blobs, `${SHA256}.part`), randomBytes(1000))
    answer = honest
    expect(await fetchIt()).toMatchObject({ kind: 'interrupted' })
    expect(await fetchIt()).toEqual({ kind: 'complete' })
  })

  test('[M6] more bytes than promised end it', async () => {
    answer = (_, response) => response.writeHead(200).end(Buffer.concat([BYTES, BYTES]))
    expect(await fetchIt()).toMatchObject({ kind: 'wrong' })
  })

  test('[M6] a connection that only looks alive is given up', async () => {
    answer = (_, response) => response.writeHead(200).write(BYTES.subarray(0, 10))
    expect(await fetchIt(150)).toMatchObject({
      kind: 'interrupted',
      because: expect.stringContaining('nothing arrived'),
    })
  })

  test.each([404, 500, 302])('an answer of %i is no artifact', async (status) => {
    answer = (_, response) => response.writeHead(status, { location: 'http://127.0.0.1:9/' }).end('no')
    expect(await fetchIt()).toMatchObject({ kind: 'interrupted' })
  })
})
