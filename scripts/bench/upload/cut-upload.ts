import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { signIn, type TestClient } from '../../../server/adapters/testing/test-client.ts'
import { Tus } from '../../../server/adapters/testing/tus.ts'
import { startServer } from '../../demo/start-server.ts'
import { residentMb } from '../ingest/processor-time.ts'
import { MadeBytes } from './made-bytes.ts'

const MIB = 1 << 20

export type UploadFigures = {
  readonly mib: number
  /** where the upload went on after each cut, bytes */
  readonly resumedAt: readonly number[]
  readonly seconds: number
  readonly mibPerSecond: number
  /** how much larger the server process was at most than before the upload began, MiB */
  readonly rssGrowthMib: number
  /** the artifact is there under its hash */
  readonly kept: boolean
  /** what the server answered to the same upload with one bit the other way round */
  readonly flipped: { readonly status: number; readonly sentence: string }
}

/** Uploads made bytes to a server process of its own, cuts the connection twice, and then tries the same with one flipped bit. */
export async function cutUpload(mib: number): Promise<UploadFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'wavegate-upload-'))
  const env = { PORT: '0', WAVEGATE_PAGES: '0', WAVEGATE_DEMO: '1', WAVEGATE_DATA: folder, WAVEGATE_LOG: 'error' }
  const server = await startServer({ ...env, WAVEGATE_ARTIFACT_MAX_MB: '4096' })
  try {
    const client = await signIn(server.ready, 'operator@demo.wavegate')
    const tus = new Tus(server.ready, client)
    const pid = server.process.pid ?? 0
    // The first upload of a process loads and compiles what every later one uses.
    const first = new MadeBytes(64 * MIB)
    await tus.send(await begin(tus, first.sha256(), first.size), 0, first.from(0), first.size)
    const bytes = new MadeBytes(mib * MIB)
    const sha256 = bytes.sha256()
    const memory = watchMemory(pid)
    const began = performance.now()
    const resumedAt = await withTwoCuts(tus, bytes, sha256)
    const seconds = (performance.now() - began) / 1000
    const kept = await isKept(client, sha256, bytes.size)
    const flipped = await withOneFlippedBit(tus, mib)
    return {
      mib,
      resumedAt,
      seconds: rounded(seconds),
      mibPerSecond: rounded(mib / seconds),
      rssGrowthMib: rounded(memory.stop()),
      kept,
      flipped,
    }
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function withTwoCuts(tus: Tus, bytes: MadeBytes, sha256: string): Promise<number[]> {
  const location = await begin(tus, sha256, bytes.size)
  const resumedAt: number[] = []
  let offset = 0
  for (const share of [1 / 3, 2 / 3]) {
    const cut = Math.floor(bytes.size * share)
    await tus.send(location, offset, bytes.between(offset, cut), bytes.size - offset)
    offset = (await tus.offset(location)) ?? 0
    resumedAt.push(offset)
  }
  const answer = await tus.send(location, offset, bytes.from(offset), bytes.size - offset)
  if (answer?.status !== 204) throw new Error(`the upload ended with ${answer?.status}: ${answer?.text}`)
  return resumedAt
}

async function withOneFlippedBit(tus: Tus, mib: number): Promise<UploadFigures['flipped']> {
  const bytes = new MadeBytes(mib * MIB)
  const location = await begin(tus, bytes.sha256(), bytes.size)
  const answer = await tus.send(location, 0, bytes.from(0, Math.floor(bytes.size / 2)), bytes.size)
  return { status: answer?.status ?? 0, sentence: answer?.text ?? '' }
}

async function begin(tus: Tus, sha256: string, size: number): Promise<string> {
  const begun = await tus.begin(sha256, size)
  const location = begun.headers.get('location')
  if (!location) throw new Error(`the upload was not begun: ${begun.status} ${await begun.text()}`)
  return location
}

async function isKept(client: TestClient, sha256: string, size: number): Promise<boolean> {
  const answer = await client.get(`/api/v1/artifacts/${sha256}`)
  return answer.ok && ((await answer.json()) as { size: number }).size === size
}

/** How much larger the process became at most, MiB. */
function watchMemory(pid: number): { stop(): number } {
  const before = residentMb(pid)
  const leaving = new AbortController()
  let most = before
  const look = async () => {
    while (!leaving.signal.aborted) {
      most = Math.max(most, residentMb(pid))
      await sleep(50)
    }
  }
  void look()
  return {
    stop() {
      leaving.abort()
      return most - before
    },
  }
}

const rounded = (value: number) => Math.round(value * 10) / 10
