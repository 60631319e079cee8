import type { UploadLimits } from '../../commands/begin-upload.ts'
import type { Clock, Tell } from '../../engine/ports.ts'
import type { ArtifactStore } from '../artifacts/artifact-store.ts'
import type { Incoming } from '../artifacts/incoming.ts'
import type { Auth } from '../auth/auth.ts'
import type { Log } from '../log.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'
import type { ReleaseKey } from '../signing/release-key.ts'

/** What the HTTP side of the server is made of; main.ts puts it together once. */
export type Parts = {
  readonly db: PrismaClient
  readonly auth: Auth
  readonly artifacts: ArtifactStore
  readonly incoming: Incoming
  readonly uploads: UploadLimits
  readonly releaseKey: ReleaseKey
  readonly clock: Clock
  readonly tell: Tell
  readonly nudge: () => void
  readonly log: Log
  readonly origins: readonly string[]
  readonly demo: boolean
  readonly development: boolean
  readonly version: string
  /** somebody signed out: open dashboards of that session end */
  readonly sessionsChanged: () => void
}
