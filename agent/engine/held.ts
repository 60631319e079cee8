import { canonicalJson } from '../../server/protocol/canonical-json.ts'
import type { Sha256 } from '../../server/protocol/ids.ts'
import type { ChangedFile, HeldConfig } from '../../server/protocol/inventory.ts'
import { ConfigDocument } from '../../server/protocol/layered-config.ts'
import type { Installed } from './installed.ts'

/** The managed configuration of a slot, beside the release's own files: the application may read it, the agent writes it. */
export const CONFIG_FILE = 'wavegate.config.json'

/** A larger file is no configuration the agent wrote: it is named, and not read. */
export const MOST_CONFIG_BYTES = 64 * 1024

/** What really lies in a sealed slot now, whoever wrote it. */
export type Held = {
  config: HeldText
  /** over the canonical JSON of the configuration; of its bytes when it is no JSON object */
  configDigest: Sha256
  /** files under the seal, and those of them that are not as they were sealed */
  files: number
  changed: readonly ChangedFile[]
}

export type HeldText = { is: 'text'; text: string } | { is: 'missing' } | { is: 'too-large'; bytes: number }

export type HeldSlots = { a: Held | null; b: Held | null }

export const configText = (config: Installed['config']): string => `${JSON.stringify(config, null, 2)}\n`

/** The document in a text; null when it is no JSON object. */
export function configIn(text: string): ConfigDocument | null {
  try {
    return ConfigDocument.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** What an application that starts now is given: what its file says, or what was sealed when the file says nothing. */
export const configAtStart = (held: HeldText, sealed: Installed['config']): Installed['config'] =>
  (held.is === 'text' && configIn(held.text)) || sealed

export function asSealed(held: HeldText, sealed: Installed['config']): boolean {
  const document = held.is === 'text' ? configIn(held.text) : null
  return document !== null && canonicalJson(document) === canonicalJson(sealed)
}

export function heldConfig(path: string, held: HeldText): HeldConfig {
  switch (held.is) {
    case 'missing':
      return { is: 'missing', path }
    case 'too-large':
      return { is: 'too-large', path, bytes: held.bytes }
    case 'text': {
      const document = configIn(held.text)
      return document
        ? { is: 'document', path, document }
        : { is: 'unreadable', path, because: 'the file is not one JSON object' }
    }
  }
}
