import { z } from 'zod'
import { DeviceId, Generation, Sha256 } from './ids.ts'
import { SignedManifest } from './manifest.ts'
import { Traffic } from './traffic.ts'
import { TrialPolicy } from './trial.ts'

/** The full state the device should reach. An agent drops one that is older than the one it holds. */
export const Desired = z.object({
  type: z.literal('desired'),
  deviceId: DeviceId,
  generation: Generation,
  reason: z.enum(['adopted', 'rollout', 'rollback', 'catch-up', 'reconcile']),
  /** the artifact for this device's platform; listed in the signed manifest */
  sha256: Sha256,
  size: z.int().min(1),
  /** path on the server the agent is connected to; supports ranges */
  path: z.string().startsWith('/').max(300),
  release: SignedManifest,
  config: z.record(z.string().max(100), z.json()),
  /** blue-green: beside what serves, without traffic, or serving in its place; absent: in place, one at a time */
  traffic: Traffic.optional(),
  trial: TrialPolicy,
  /** how fast it may download, so that the line of its site is shared; absent: as fast as it can */
  bytesPerSecond: z.int().min(1).optional(),
})
export type Desired = z.infer<typeof Desired>
