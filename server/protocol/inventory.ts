import { z } from 'zod'
import { Sha256 } from './ids.ts'
import { ConfigDocument } from './layered-config.ts'
import { InstalledRelease } from './reported.ts'

/** Bytes of a whole inventory as JSON. */
export const MOST_INVENTORY_BYTES = 32 * 1024

const path = z.string().min(1).max(300)

/** The managed configuration as the file of the active slot has it now, whoever wrote it last. */
export const HeldConfig = z.discriminatedUnion('is', [
  z.object({ is: z.literal('document'), path, document: ConfigDocument }),
  /** too much for one message: only its digest is known */
  z.object({ is: z.literal('too-large'), path, bytes: z.int().min(0) }),
  z.object({ is: z.literal('unreadable'), path, because: z.string().max(200) }),
  z.object({ is: z.literal('missing'), path }),
])
export type HeldConfig = z.infer<typeof HeldConfig>

/** A file of a sealed slot that is not what it was when the slot was sealed. `null`: it is not there any more. */
export const ChangedFile = z.object({ path, sealed: Sha256, found: Sha256.nullable() })
export type ChangedFile = z.infer<typeof ChangedFile>

export const HeldSlot = z.object({
  slot: z.enum(['a', 'b']),
  active: z.boolean(),
  /** what its seal says it holds; null: no whole release */
  release: InstalledRelease.nullable(),
  state: z.enum(['whole', 'changed', 'empty']),
  /** files under the seal */
  files: z.int().min(0),
  /** the first of those that differ from the seal, in the order of their paths */
  changed: z.array(ChangedFile).max(32),
  changedCount: z.int().min(0),
})
export type HeldSlot = z.infer<typeof HeldSlot>

/**
 * What lies on the device's disk and what the device can do. Said after each hello and whenever it changed, so that the report of each
 * interval stays small.
 */
export const Inventory = z
  .object({
    type: z.literal('inventory'),
    installed: InstalledRelease.nullable(),
    config: HeldConfig,
    slots: z.array(HeldSlot).max(2),
    capabilities: z.array(z.string().max(60)).max(50),
    mechanisms: z.array(z.string().max(60)).max(10),
    /** cameras and the like that the device sees, by kind */
    resources: z.array(z.object({ kind: z.string().max(60), id: z.string().max(100) })).max(64),
  })
  .refine((inventory) => JSON.stringify(inventory).length <= MOST_INVENTORY_BYTES, 'an inventory has 32 KiB at most')
export type Inventory = z.infer<typeof Inventory>
