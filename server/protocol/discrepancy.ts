import { z } from 'zod'
import { InstalledRelease } from './reported.ts'

/** In what a device and the registry can disagree. */
export const DiscrepancyKind = z.enum([
  'memory',
  'disk',
  'hardware-type',
  'architecture',
  'capabilities',
  'version',
  'identity',
])
export type DiscrepancyKind = z.infer<typeof DiscrepancyKind>

/** One side of a disagreement: a word, a number of MB, a list, a release; null: nothing. */
export const Claim = z.union([
  z.string(),
  z.number(),
  z.array(z.string()),
  InstalledRelease.pick({ name: true, version: true, sha256: true }),
  z.null(),
])
export type Claim = z.infer<typeof Claim>

/** what resolves by itself. Everything else blocks deployment until a person has looked. */
export const DiscrepancyPolicy = z.object({
  /** per cent of what the registry says; firmware carves some memory out for itself */
  memoryWithinPercent: z.number().min(0).max(50),
  diskWithinPercent: z.number().min(0).max(50),
  /** kinds whose every difference is accepted */
  accept: z
    .array(DiscrepancyKind.exclude(['identity']))
    .max(6)
    .transform((kinds) => [...new Set(kinds)].toSorted()),
})
export type DiscrepancyPolicy = z.infer<typeof DiscrepancyPolicy>

export const STANDARD_DISCREPANCY_POLICY: DiscrepancyPolicy = {
  memoryWithinPercent: 5,
  diskWithinPercent: 5,
  accept: [],
}

/** `device-broken`: the registry was right; the device is set aside until somebody has mended it. */
export const ResolveDiscrepancy = z.object({
  resolution: z.enum(['accept', 'device-broken']),
  reason: z.string().trim().max(500).default(''),
})
export type ResolveDiscrepancy = z.infer<typeof ResolveDiscrepancy>
