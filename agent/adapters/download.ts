import { createHash } from 'node:crypto'
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DownloadEnd } from '../engine/happening.ts'
import type { Plan } from '../engine/journal-record.ts'
import { makeDirectory, syncDirectory } from '../guard/durable.ts'
import type { Download } from '../ports.ts'

/** Slower than this for that long is a connection that only looks alive. */
const STALL_MS = 20_000
const TELL_EVERY_BYTES = 1 << 20

/**
 * Downloads by digest into `blobs/`: resumes what an earlier attempt left, never takes more bytes than promised, and
 * believes nothing before the sum of the whole is right.
 */
export function rangedDownload(server: string, deviceId: string, blobs: string, stallMs = STALL_MS): Download {
  return {
    async fetch(plan, progressed, signal) {
      const { sha256 } = plan.to
      const whole = join(blobs, sha256)
      const part = `${whole}.part`
      await makeDirectory(blobs)
      await forgetOthers(blobs, sha256)
      if ((await sizeOf(whole)) === plan.size && (await digest(whole)) === sha256) return { kind: 'complete' }
      await rm(whole, { force: true })
      const before = await sizeOf(part)
      const fetched = await transfer(plan, part, before, progressed, signal)
      if (fetched.kind !== 'complete') return fetched
      if ((await digest(part)) !== sha256) {
        await rm(part, { force: true })
        // Bytes of an earlier attempt may be to blame; only a file fetched whole convicts the server's.
        const because = 'the bytes do not have the digest the release promises'
        return before > 0 ? { kind: 'interrupted', because: `${because}; starting anew` } : { kind: 'wrong', because }
      }
      await rename(part, whole)
      await syncDirectory(blobs)
      return fetched
    },
    forget: (sha256) => rm(join(blobs, sha256), { force: true }),
  }

  async function transfer(
    plan: Plan,
    part: string,
    kept: number,
    progressed: (percent: number) => void,
    signal: AbortSignal,
  ): Promise<DownloadEnd> {
    if (kept === plan.size) return { kind: 'complete' }
    const stalled = new AbortController()
    let watch = setTimeout(() => stalled.abort(), stallMs)
    let file: FileHandle | null = null
    try {
      const from = kept < plan.size ? kept : 0
      const answer = await fetch(new URL(plan.path, server), {
        headers: {
          'x-wavegate-device': deviceId,
          'accept-encoding': 'identity',
          ...(from > 0 ? { range: `bytes=${from}-`, 'if-range': `"${plan.to.sha256}"` } : {}),
        },
        redirect: 'error',
        signal: AbortSignal.any([signal, stalled.signal]),
      })
      const start = startOf(answer, from, plan.size)
      if (typeof start === 'string') return { kind: 'interrupted', because: start }
      if (!answer.body) return { kind: 'interrupted', because: 'the server answered without a body' }
      file = await open(part, start === 0 ? 'w' : 'r+')
      let at = start
      let told = start
      const began = performance.now()
      for await (const chunk of answer.body) {
        clearTimeout(watch)
        watch = setTimeout(() => stalled.abort(), stallMs)
        if (at + chunk.length > plan.size) {
          await file.truncate(0)
          return { kind: 'wrong', because: `the server sends more than the promised ${plan.size} bytes` }
        }
        await file.write(chunk, 0, chunk.length, at)
        at += chunk.length
        if (plan.bytesPerSecond !== undefined) {
          // To wait for its share of the line is no stall; what the server sends meanwhile waits in the connection.
          clearTimeout(watch)
          const due = began + (1000 * (at - start)) / plan.bytesPerSecond
          await sleep(Math.max(0, due - performance.now()), undefined, { signal })
          watch = setTimeout(() => stalled.abort(), stallMs)
        }
        if (at - told < TELL_EVERY_BYTES) continue
        told = at
        progressed(Math.floor((at / plan.size) * 100))
      }
      await file.sync()
      if (at < plan.size) return { kind: 'interrupted', because: `${at} of ${plan.size} bytes arrived` }
      return { kind: 'complete' }
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') {
        await rm(part, { force: true })
        return { kind: 'no-space', because: 'the disk is full' }
      }
      if (stalled.signal.aborted) return { kind: 'interrupted', because: `nothing arrived for ${stallMs / 1000} s` }
      return { kind: 'interrupted', because: reason(error) }
    } finally {
      clearTimeout(watch)
      await file?.close()
    }
  }
}

/** Where the answer's bytes belong, or what is wrong with it. A server may always answer with the whole. */
function startOf(answer: Response, asked: number, size: number): number | string {
  if (answer.status === 200) return 0
  if (answer.status !== 206) return `the server answered ${answer.status}`
  const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(answer.headers.get('content-range') ?? '')
  const [, first, last, total] = (range ?? []).map(Number)
  if (first !== asked || total !== size || last !== size - 1)
    return 'the server answered with another range than was asked for'
  return asked
}

/** One download at a time: what belongs to no digest asked for now is a leftover. */
async function forgetOthers(blobs: string, sha256: string): Promise<void> {
  for (const name of await readdir(blobs)) if (!name.startsWith(sha256)) await rm(join(blobs, name), { force: true })
}

async function digest(path: string): Promise<string> {
  const hash = createHash('sha256')
  const file = await open(path, 'r')
  for await (const chunk of file.createReadStream()) hash.update(chunk)
  return hash.digest('hex')
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    (found) => found.size,
    () => 0,
  )

function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message || cause.name : String(cause)
}
