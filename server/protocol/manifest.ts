import { z } from 'zod'
import { DeviceHook } from './device-hook.ts'
import { HealthBounds } from './health-bounds.ts'
import { Instant, Sha256 } from './ids.ts'
import { ResourceKind } from './registry.ts'

/** How bytes are laid on a device. An agent says in its inventory which it can; the others are names it refuses by. */
export const Mechanism = z.enum(['dual-slot', 'snapshot', 'container'])
export type Mechanism = z.infer<typeof Mechanism>

/** A known input and the output it must give, asked of the running application over HTTP on the device itself. */
export const FunctionalTest = z.object({
  name: z.string().min(1).max(60),
  method: z.enum(['GET', 'POST']),
  path: z.string().startsWith('/').max(200),
  body: z.json().optional(),
  /** Numbers in the answer may differ from these by `tolerance`; everything else must be equal; extra keys may exist. */
  expect: z.json(),
  tolerance: z.number().min(0),
  timeoutMs: z.int().min(1).max(60_000),
  /** a right answer that took longer than this is a failure too; absent: `timeoutMs` is the only bound */
  maxLatencyMs: z.int().min(1).max(60_000).optional(),
})
export type FunctionalTest = z.infer<typeof FunctionalTest>

export const Platform = z.object({
  hardwareType: z.string().min(1).max(60),
  architecture: z.enum(['arm64', 'arm', 'x64']),
})
export type Platform = z.infer<typeof Platform>

/**
 * A named version: one artifact per platform, how it is started and how it is judged. Signed as text, never re-serialised.
 * What is optional came with format 2: an agent that knows only format 1 would drop it in silence, so it refuses format 2.
 */
export const ReleaseManifest = z.object({
  format: z.literal([1, 2]),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'lower-case letters, digits and hyphens'),
  version: z.string().regex(/^[0-9A-Za-z][0-9A-Za-z.+-]{0,59}$/),
  /** Grows with every release of this name. */
  counter: z.int().min(1),
  createdAt: Instant,
  mechanism: Mechanism,
  artifacts: z
    .array(
      Platform.extend({ sha256: Sha256, size: z.int().min(1), unpackedSize: z.int().min(1), files: z.int().min(1) }),
    )
    .min(1)
    .max(64),
  /** MB; `diskMb` is what has to be free for the installation, beside what runs */
  resources: z.object({ memoryMb: z.int().min(1), diskMb: z.int().min(1) }),
  application: z.object({
    /** argv; `node` means the runtime the agent itself runs on. The working directory is the slot. */
    start: z.array(z.string().min(1).max(200)).min(1).max(32),
    healthPath: z.string().startsWith('/').max(200),
    stopTimeoutSeconds: z.number().min(1).max(120),
  }),
  /** asked first, before the release is confirmed, and again and again while it runs */
  smokeTests: z.array(FunctionalTest).min(1).max(16),
  /** the thorough ones, asked after the smoke tests */
  functionalTests: z.array(FunctionalTest).max(16).optional(),
  /** layers 1 to 3; what is absent is judged by the agent's own limits (D-12) */
  health: HealthBounds.optional(),
  /** steps at the device around the switch */
  hooks: z.array(DeviceHook).max(16).optional(),
  /** kinds of resources that have to be calibrated where it is installed, and for how many days more */
  calibrations: z
    .array(z.object({ kind: ResourceKind, goodForDays: z.int().min(0).max(3650) }))
    .max(8)
    .optional(),
  /** a JSON Schema of the configuration this release takes */
  configSchema: z.record(z.string(), z.json()).optional(),
  /** counters of releases of this name that may follow this one, though they are older */
  rollbackTo: z.array(z.int().min(1)).max(64).optional(),
})
export type ReleaseManifest = z.infer<typeof ReleaseManifest>

export const MOST_MANIFEST_CHARACTERS = 30_000

/** `manifest` is the exact text of a ReleaseManifest; `signature` is Ed25519 over its UTF-8 bytes, base64. */
export const SignedManifest = z.object({
  manifest: z.string().max(MOST_MANIFEST_CHARACTERS),
  signature: z.string().max(100),
  keyId: z.string().max(80),
})
export type SignedManifest = z.infer<typeof SignedManifest>
