import { createReadStream } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
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
    const files = await extract(join(blobs, sha256), into, bounds)
    if (files !== bounds.files) throw new SlotProblem(`the archive has ${files} files, not ${bounds.files}`)
  }
}

/** Answers how many files were laid. */
function extract(archive: string, into: string, bounds: Bounds): Promise<number> {
  return new Promise((resolve, reject) => {
    const found = { bytes: 0, files: 0 }
    const source = createReadStream(archive)
    const end = (problem: SlotProblem) => {
      source.destroy()
      reject(problem)
    }
    const target = new TarUnpack({
      cwd: into,
      strict: true,
      noMtime: true,
      preserveOwner: false,
      maxDepth: 64,
      filter: (path, entry) => {
        const problem = wrong(path, entry as ReadEntry, found, bounds)
        if (problem) end(problem)
        return problem === null
      },
    })
    const broken = (error: NodeJS.ErrnoException) =>
      end(new SlotProblem(`the archive cannot be unpacked: ${error.message}`, error.code === 'ENOSPC'))
    source.once('error', broken)
    target.on('error', (error) => broken(error as NodeJS.ErrnoException))
    target.on('close', () => resolve(found.files))
    source.pipe(target)
  })
}

type Found = { bytes: number; files: number }

function wrong(path: string, { type, size }: ReadEntry, found: Found, bounds: Bounds): SlotProblem | null {
  const shown = path.slice(0, 80)
  if (path.startsWith('/') || path.split('/').includes('..'))
    return new SlotProblem(`the archive reaches outside: ${shown}`)
  if (type === 'Directory') return null
  if (type !== 'File' && type !== 'OldFile')
    return new SlotProblem(`the archive holds a ${type} (${shown}); only files and directories are allowed`)
  found.files += 1
  found.bytes += size
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
