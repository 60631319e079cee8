import type { Sha256 } from '../../protocol/ids.ts'
import type { ArtifactStore } from './artifact-store.ts'
import { StoreTrouble } from './store-trouble.ts'

/** A store that can not be asked is an answer to a check, not a reason to give the check up. */
export const sizeOrAway =
  (artifacts: Pick<ArtifactStore, 'size'>) =>
  async (sha256: Sha256): Promise<number | null | 'away'> => {
    try {
      return await artifacts.size(sha256)
    } catch (error) {
      if (error instanceof StoreTrouble) return 'away'
      throw error
    }
  }
