import { createHash } from 'node:crypto'
import { type FileHandle, lstat, open, readdir, readFile, readlink, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Disk, type Installed, Seal, Slot } from '../engine/installed.ts'
import { makeDirectory, pointLink, removeDurably, syncDirectory, writeDurably } from '../guard/durable.ts'
import { type Bounds, type SlotDriver, SlotProblem } from './driver.ts'

/** The last file written into a slot, and the first removed: a slot without it holds no release. */
export const SEAL = 'VERSION'

export type Unpack = (sha256: string, into: string, bounds: Bounds) => Promise<void>

/**
 * R-101 … R-103: `active` is a symlink to `slot-a` or `slot-b`, and only a rename ever changes it.
 * `unpack` lays the downloaded archive of a digest into an empty directory.
 */
export function dualSlot(dir: string, unpack: Unpack): SlotDriver {
  const link = join(dir, 'active')
  const place = (slot: Slot) => join(dir, `slot-${slot}`)
  const seal = (slot: Slot) => join(place(slot), SEAL)

  async function sealed(slot: Slot): Promise<Seal | null> {
    const text = await readFile(seal(slot), 'utf8').catch(() => null)
    return text === null ? null : (Seal.safeParse(json(text)).data ?? null)
  }

  return {
    async look(): Promise<Disk> {
      const target = await readlink(link).catch(() => '')
      const [a, b] = await Promise.all([sealed('a'), sealed('b')])
      return { active: Slot.safeParse(target.replace(/^slot-/, '')).data ?? null, a: without(a), b: without(b) }
    },

    async clear(slot) {
      await makeDirectory(place(slot))
      await rm(seal(slot), { force: true })
      await syncDirectory(place(slot)) // from here on the slot holds no release, whatever happens to its files
      await removeDurably(place(slot))
      await makeDirectory(place(slot))
    },

    async fill(slot, sha256, bounds) {
      await unpack(sha256, place(slot), bounds)
      if (await lstat(seal(slot)).catch(() => null))
        throw new SlotProblem(`the archive has a file named ${SEAL}, which only the agent may write`)
      await syncTree(place(slot))
    },

    async seal(slot, installed) {
      const contents = { ...installed, treeSha256: await treeDigest(place(slot)) }
      await writeDurably(seal(slot), `${JSON.stringify(contents, null, 2)}\n`)
    },

    async intact(slot) {
      const found = await sealed(slot)
      return found !== null && found.treeSha256 === (await treeDigest(place(slot)))
    },

    activate: (slot) => (slot ? pointLink(link, `slot-${slot}`) : removeDurably(link)),
  }
}

/** Over every file's path, mode and bytes as the disk gives them back, in the order of their paths. */
async function treeDigest(root: string): Promise<string> {
  const hash = createHash('sha256')
  for (const path of await filesBelow(root)) {
    if (path === SEAL || path === `${SEAL}.next`) continue
    const file = await open(join(root, path), 'r')
    try {
      const { mode, size } = await file.stat()
      hash.update(`${path}\0${mode & 0o111 ? 'x' : '-'}\0${size}\0`)
      for await (const chunk of file.createReadStream({ autoClose: false })) hash.update(chunk)
    } finally {
      await file.close()
    }
  }
  return hash.digest('hex')
}

async function syncTree(root: string): Promise<void> {
  const directories = new Set([root])
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isDirectory()) directories.add(path)
    if (entry.isFile()) await withFile(path, (file) => file.sync())
  }
  // Children before parents: a name is only as durable as the directory it is in.
  for (const directory of [...directories].sort().reverse()) await syncDirectory(directory)
}

async function withFile(path: string, use: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, 'r')
  try {
    await use(file)
  } finally {
    await file.close()
  }
}

async function filesBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
}

function without(seal: Seal | null): Installed | null {
  if (!seal) return null
  const { treeSha256: _, ...installed } = seal
  return installed
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
