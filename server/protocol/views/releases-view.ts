import { z } from 'zod'
import { Instant, ReleaseId, Sha256 } from '../ids.ts'
import { Mechanism } from '../manifest.ts'
import { ActPermission } from './person.ts'

/** Whether the store still holds what was published, as it was hashed last; removed: nothing needed it any more. */
export const ChecksumState = z.enum(['verified', 'damaged', 'missing', 'unverified', 'removed'])
export type ChecksumState = z.infer<typeof ChecksumState>

const Mark = z.object({ at: Instant, by: z.string(), reason: z.string() })

/** One published release, as its signed manifest says it, and where it has been. */
export const ReleaseRow = z.object({
  id: ReleaseId,
  name: z.string(),
  version: z.string(),
  counter: z.int(),
  createdAt: Instant,
  createdBy: z.string(),
  notes: z.string(),
  blocked: z.boolean(),
  /** why, by whom and when; null while it is neither */
  block: Mark.nullable(),
  deprecation: Mark.nullable(),
  mechanism: Mechanism,
  artifacts: z.array(z.object({ hardwareType: z.string(), architecture: z.string(), sha256: Sha256, size: z.int() })),
  resources: z.object({ memoryMb: z.int(), diskMb: z.int() }),
  checksum: ChecksumState,
  keyId: z.string(),
  /** the release of this name that devices go back to: the newest older one that is not blocked */
  rollbackPartner: z.object({ id: ReleaseId, version: z.string() }).nullable(),
  track: z.object({
    canariesPassed: z.int(),
    canariesFailed: z.int(),
    /** rollouts that were turned back after the canary */
    incidents: z.int(),
    devices: z.int(),
  }),
})
export type ReleaseRow = z.infer<typeof ReleaseRow>

/** `GET /api/v1/releases`: newest first. */
export const ReleasesView = z.object({
  serverTime: Instant,
  publish: ActPermission,
  releases: z.array(ReleaseRow),
  /** hardware types of the registry with their architectures, to choose platforms from */
  platforms: z.array(z.object({ hardwareType: z.string(), architecture: z.string(), devices: z.int() })),
})
export type ReleasesView = z.infer<typeof ReleasesView>

/** `PUT /api/v1/artifacts/:sha256` */
export const ArtifactStored = z.object({ sha256: Sha256, size: z.int() })
export type ArtifactStored = z.infer<typeof ArtifactStored>
