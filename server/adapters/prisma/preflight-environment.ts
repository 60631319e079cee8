import type { Sha256 } from '../../protocol/ids.ts'
import type { SignedManifest } from '../../protocol/manifest.ts'

/** What only the process knows: the key manifests are signed with, and the bytes it holds. */
export type PreflightEnvironment = {
  verifyManifest(signed: SignedManifest): boolean
  /** number of bytes the artifact store holds under this name; null for none, `away` when it can not be asked */
  artifactSize(sha256: Sha256): Promise<number | null | 'away'>
}
