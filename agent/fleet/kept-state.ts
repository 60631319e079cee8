import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ChangedFile } from '../../server/protocol/inventory.ts'
import { Installed, Slot } from '../engine/installed.ts'
import { JournalRecord } from '../engine/journal-record.ts'
import type { Kept } from './memory-device.ts'

const Place = z.object({
  sha256: z.string().nullable(),
  installed: Installed.nullable(),
  config: z.string().nullable().optional(),
  changed: z.array(ChangedFile).optional(),
})
const Traits = z.object({
  errorRate: z.number(),
  slowness: z.number(),
  leakMbPerSecond: z.number(),
  answersRight: z.boolean(),
  starts: z.boolean(),
})
const Contents = z.object({ version: z.string(), traits: Traits, unpackedSize: z.number(), files: z.number() })
const KeptState = z.object({
  records: z.array(JournalRecord),
  disk: z.object({ active: Slot.nullable(), a: Place, b: Place }),
  contents: z.record(z.string(), Contents),
})

/** Modelled devices outlive their process in one file each; a newer state replaces one that was not written yet. */
export async function keptStates(dir: string) {
  await mkdir(dir, { recursive: true })
  const latest = new Map<string, Kept>()
  let writing: Promise<void> | null = null

  async function writeAll(): Promise<void> {
    for (let [next] = latest; next; [next] = latest) {
      const [id, kept] = next
      latest.delete(id)
      const path = join(dir, `${id}.json`)
      await writeFile(`${path}.next`, JSON.stringify(kept))
      await rename(`${path}.next`, path)
    }
    writing = null
  }

  return {
    async load(id: string): Promise<Kept | null> {
      const text = await readFile(join(dir, `${id}.json`), 'utf8').catch(() => null)
      return text === null ? null : KeptState.parse(JSON.parse(text))
    },
    keep(id: string, kept: Kept): void {
      latest.set(id, kept)
      writing ??= writeAll()
    },
    flush: async (): Promise<void> => {
      await writing
    },
  }
}
