import type { Readable } from 'node:stream'
import type { Sha256 } from '../../protocol/ids.ts'

/**
 * Immutable bytes under the sha256 of what they are. A folder or a bucket: both pass `artifact-store.contract.ts`. No name given by
 * a user ever reaches it. Every method throws `StoreTrouble` when the store itself cannot be used.
 */
export type ArtifactStore = {
  /** where it is, for people */
  readonly place: string
  /** Tries whether bytes can be written here and taken away again. */
  probe(): Promise<void>
  /** number of bytes, or null when there is no such artifact */
  size(sha256: Sha256): Promise<number | null>
  /** the bytes from `first` to `last`, both inclusive */
  read(sha256: Sha256, first: number, last: number): Promise<Readable>
  /** Takes over the file at `path`, whose bytes were hashed and synced. Durable and whole when it answers; the file is gone then. */
  adopt(sha256: Sha256, path: string, size: number): Promise<void>
  /** Removing what is not there is no error. */
  remove(sha256: Sha256): Promise<void>
}
