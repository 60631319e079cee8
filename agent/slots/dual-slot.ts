import { type FileHandle, lstat, open, readdir, readFile, readlink, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../../server/protocol/canonical-json.ts'
import { asSealed, CONFIG_FILE, configText, type Held } from '../engine/held.ts'
import { type Disk, type Installed, Seal, Slot } from '../engine/installed.ts'
import { makeDirectory, pointLink, removeDurably, syncDirectory, writeDurably } from '../guard/durable.ts'
import { type Bounds, type SlotDriver, SlotProblem } from './driver.ts'
import { AGENT_FILES, readConfig, readTree, SEAL, watchedSlot, writeList } from './sealed-files.ts'

export type Unpack = (sha256: string, into: string, bounds: Bounds) => Promise<void>

/**
 * R-101 … R-103: `active` is a symlink to `slot-a` or `slot-b`, and only a rename ever changes it.
 * `unpack` lays the downloaded archive of a digest into an empty directory.
 */
export function dualSlot(dir: string, unpack: Unpack): SlotDriver {
  const link = join(dir, 'active')
  const place = (slot: Slot) => join(dir, `slot-${slot}`)
  const seal = (slot: Slot) => join(place(slot), SEAL)

  const watched = { a: watchedSlot(place('a')), b: watchedSlot(place('b')) }

  async function sealed(slot: Slot): Promise<Seal | null> {
    const text = await readFile(seal(slot), 'utf8').catch(() => null)
    return text === null ? null : (Seal.safeParse(json(text)).data ?? null)
  }

  async function heldIn(slot: Slot): Promise<Held | null> {
    const before = await sealed(slot)
    if (!before) return null
    const held = await watched[slot]()
    // A slot that was cleared or sealed anew meanwhile was not looked at as a whole.
    const after = await sealed(slot)
    return after && canonicalJson(after) === canonicalJson(before) ? held : null
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
      for (const name of AGENT_FILES)
        if (await lstat(join(place(slot), name)).catch(() => null))
          throw new SlotProblem(`the archive has a file named ${name}, which only the agent may write`)
      await syncTree(place(slot))
    },

    async seal(slot, installed) {
      await writeDurably(join(place(slot), CONFIG_FILE), configText(installed.config))
      const { treeSha256, files } = await readTree(place(slot))
      await writeList(place(slot), files)
      const contents = { ...installed, treeSha256 }
      await writeDurably(seal(slot), `${JSON.stringify(contents, null, 2)}\n`)
    },

    async intact(slot) {
      const found = await sealed(slot)
      if (!found || found.treeSha256 !== (await readTree(place(slot))).treeSha256) return false
      return asSealed(await readConfig(place(slot)), found.config)
    },

    config: (slot) => readConfig(place(slot)),

    layConfig: (slot, text) => {
      const path = join(place(slot), CONFIG_FILE)
      return text === null ? removeDurably(path) : writeDurably(path, text)
    },

    async held() {
      return { a: await heldIn('a'), b: await heldIn('b') }
    },

    activate: (slot) => (slot ? pointLink(link, `slot-${slot}`) : removeDurably(link)),
  }
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
