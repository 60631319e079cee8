import { createHash } from 'node:crypto'
import { Sha256 } from '../../protocol/ids.ts'
import type { ArtifactStore } from './artifact-store.ts'

/** Reads an artifact from its store and answers what the bytes hash to now; null when they are not there. */
export async function digestOf(store: ArtifactStore, sha256: Sha256): Promise<Sha256 | null> {
  const size = await store.size(sha256)
  if (size === null) return null
  const hash = createHash('sha256')
  if (size > 0) for await (const chunk of await store.read(sha256, 0, size - 1)) hash.update(chunk as Buffer)
  return Sha256.parse(hash.digest('hex'))
}
