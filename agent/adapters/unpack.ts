import { createReadStream } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type ReadEntry, Unpack as TarUnpack } from 'tar'
import { type Bounds, SlotProblem } from '../slots/driver.ts'
import type { Unpack } from '../slots/dual-slot.ts'

const SPARE_BYTES = 64 << 20

/**
 * Lays a `.tar.gz` into an empty directory: plain files and directories only, below it only, no more and no larger than
 * the signed manifest promised. Anything else is refused while it is read, before it can matter.
 */
export function unpackFrom(blobs: string): Unpack {
  return async (sha256, into, bounds) => {
    await enoughSpace(into, bounds)
    const found = { bytes: 0, files: 0 }
    let problem: SlotProblem | null = null
    const target = new TarUnpack({
      cwd: into,
      strict: true,
      preservePaths: false,
      noMtime: true,
      preserveOwner: false,
      maxDepth: 64,
      filter: (path, entry) => {
        problem ??= wrong(path, entry as ReadEntry, found, bounds)
        return problem === null
      },
    })
    try {
      await pipeline(
        createReadStream(join(blobs, sha256)),
        async function* (source) {
          for await (const chunk of source) {
            if (problem) throw problem
            yield chunk
          }
        },
        target,
      )
    } catch (error) {
      if (problem) throw problem
      const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC'
      throw new SlotProblem(`the archive cannot be unpacked: ${error instanceof Error ? error.message : error}`, full)
    }
    if (problem) throw problem
    if (found.files !== bounds.files) throw new SlotProblem(`the archive has ${found.files} files, not ${bounds.files}`)
  }
}

function wrong(
  path: string,
  entry: ReadEntry,
  found: { bytes: number; files: number },
  bounds: Bounds,
): SlotProblem | null {
  if (path.startsWith('/') || path.split('/').includes('..'))
    return new SlotProblem(`the archive reaches outside: ${path.slice(0, 80)}`)
  if (entry.type === 'Directory') return null
  if (entry.type !== 'File' && entry.type !== 'OldFile')
    return new SlotProblem(
      `the archive holds a ${entry.type} (${path.slice(0, 80)}); only files and directories are allowed`,
    )
  found.files += 1
  found.bytes += entry.size
  if (found.files > bounds.files) return new SlotProblem(`the archive has more than the promised ${bounds.files} files`)
  if (found.bytes > bounds.unpackedSize)
    return new SlotProblem(`the archive holds more than the promised ${bounds.unpackedSize} bytes`)
  return null
}

async function enoughSpace(into: string, bounds: Bounds): Promise<void> {
  const { bavail, bsize } = await statfs(into)
  const needed = bounds.unpackedSize * 1.1 + SPARE_BYTES
  if (bavail * bsize < needed)
    throw new SlotProblem(`${mb(needed)} MB of free disk are needed, ${mb(bavail * bsize)} MB are there`, true)
}

const mb = (bytes: number): number => Math.round(bytes / (1 << 20))
