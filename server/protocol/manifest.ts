import { z } from 'zod'
import { Instant, Sha256 } from './ids.ts'

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
})
export type FunctionalTest = z.infer<typeof FunctionalTest>

export const Platform = z.object({
  hardwareType: z.string().min(1).max(60),
  architecture: z.enum(['arm64', 'arm', 'x64']),
})
export type Platform = z.infer<typeof Platform>

/** A named version: one artifact per platform, how it is started and how it is judged. Signed as text, never re-serialised. */
export const ReleaseManifest = z.object({
  format: z.literal(1),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'lower-case letters, digits and hyphens'),
  version: z.string().regex(/^[0-9A-Za-z][0-9A-Za-z.+-]{0,59}$/),
  /** Grows with every release of this name. */
  counter: z.int().min(1),
  createdAt: Instant,
  mechanism: z.literal('dual-slot'),
  artifacts: z
    .array(
      Platform.extend({ sha256: Sha256, size: z.int().min(1), unpackedSize: z.int().min(1), files: z.int().min(1) }),
    )
    .min(1)
    .max(64),
  resources: z.object({ memoryMb: z.int().min(1), diskMb: z.int().min(1) }),
  application: z.object({
    /** argv; `node` means the runtime the agent itself runs on. The working directory is the slot. */
    start: z.array(z.string().min(1).max(200)).min(1).max(32),
    healthPath: z.string().startsWith('/').max(200),
    stopTimeoutSeconds: z.number().min(1).max(120),
  }),
  smokeTests: z.array(FunctionalTest).min(1).max(16),
})
export type ReleaseManifest = z.infer<typeof ReleaseManifest>

/** `manifest` is the exact text of a ReleaseManifest; `signature` is Ed25519 over its UTF-8 bytes, base64. */
export const SignedManifest = z.object({
  manifest: z.string().max(30_000),
  signature: z.string().max(100),
  keyId: z.string().max(80),
})
export type SignedManifest = z.infer<typeof SignedManifest>
