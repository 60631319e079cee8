import { z } from 'zod'
import { DeviceId, Instant } from '../ids.ts'
import { ActPermission } from './person.ts'

export const TokenState = z.enum(['good', 'used-up', 'expired', 'revoked'])
export type TokenState = z.infer<typeof TokenState>

export const EnrolmentTokenRow = z.object({
  id: z.string(),
  name: z.string(),
  state: TokenState,
  sites: z.array(z.string()),
  hardwareTypes: z.array(z.string()),
  groups: z.array(z.string()),
  labels: z.record(z.string(), z.string()),
  needsAcceptance: z.boolean(),
  replaces: DeviceId.nullable(),
  uses: z.int(),
  usesLeft: z.int(),
  expiresAt: Instant,
  lastUsedAt: Instant.nullable(),
  createdBy: z.string(),
  createdAt: Instant,
  /** who enrolled with it, newest first; at most fifty */
  devices: z.array(z.object({ id: DeviceId, name: z.string(), at: Instant })),
})
export type EnrolmentTokenRow = z.infer<typeof EnrolmentTokenRow>

/** `GET /api/v1/enrolment-tokens` — newest first; the tokens themselves were shown once. */
export const EnrolmentTokensView = z.object({
  serverTime: Instant,
  tokens: z.array(EnrolmentTokenRow),
  sites: z.array(z.object({ id: z.string(), name: z.string() })),
  hardwareTypes: z.array(z.string()),
  groups: z.array(z.string()),
  act: ActPermission,
})
export type EnrolmentTokensView = z.infer<typeof EnrolmentTokensView>
