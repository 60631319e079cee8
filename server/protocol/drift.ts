import { z } from 'zod'

export const DRIFT_KINDS = ['version', 'config', 'slot', 'capability', 'file'] as const
export const DriftKind = z.enum(DRIFT_KINDS)
export type DriftKind = z.infer<typeof DriftKind>

export const DriftSeverity = z.enum(['security', 'behaviour', 'cosmetic'])
export type DriftSeverity = z.infer<typeof DriftSeverity>

/** Why a device differs, as far as anybody can know it from what it reports. */
export const DriftCause = z.enum(['local-edit', 'failed-update', 'restored-backup', 'never-reconciled', 'unknown'])
export type DriftCause = z.infer<typeof DriftCause>

export const DriftAction = z.enum(['report', 'reconcile', 'ignore'])
export type DriftAction = z.infer<typeof DriftAction>

/** More devices than this are never asked at once before one of them has shown that it goes well. */
export const CANARY_ABOVE = 10

/** One difference by its name. */
export const driftName = ({ kind, key }: { kind: string; key: string }): string => `${kind}:${key}`
