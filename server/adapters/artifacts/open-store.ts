import type { Config } from '../../config.ts'
import type { Log } from '../log.ts'
import { CannotStart } from '../postgres/cannot-start.ts'
import type { ArtifactStore } from './artifact-store.ts'
import { folderStore } from './folder-store.ts'
import { StoreTrouble } from './store-trouble.ts'

/**
 * The store of the settings, tried once. What a person has to mend keeps the server from starting; a store that is only away does not:
 * a fleet in the middle of a rollout needs its server more than new bytes. Throws `CannotStart`.
 */
export async function openStore(config: Config['artifacts'], log: Log): Promise<ArtifactStore> {
  const store = config.kind === 'folder' ? folderStore(config.path) : await bucket(config)
  try {
    await store.probe()
  } catch (error) {
    if (!(error instanceof StoreTrouble)) throw error
    if (error.kind === 'unusable') throw new CannotStart(error.message)
    log.warn({ err: error }, 'the artifact store cannot be reached: uploads and downloads wait for it')
  }
  return store
}

/** The client of S3 is loaded only where there is a bucket. */
async function bucket(place: Extract<Config['artifacts'], { kind: 's3' }>): Promise<ArtifactStore> {
  const { s3Store } = await import('./s3-store.ts')
  return s3Store(place)
}
