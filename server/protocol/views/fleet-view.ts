import { z } from 'zod'
import { Instant, RolloutId } from '../ids.ts'
import { RolloutRow } from './rollouts-view.ts'

/** `GET /api/v1/fleet` — what is running where, what changed, which sites are degraded or offline (R-171 … R-174). */
export const FleetView = z.object({
  serverTime: Instant,
  devices: z.int(),
  counts: z.object({ healthy: z.int(), degraded: z.int(), unhealthy: z.int(), unknown: z.int(), offline: z.int() }),
  needsYou: z.array(
    z.object({
      kind: z.enum(['approval', 'halted', 'rolled-back', 'site-offline', 'duplicate-identity', 'lobby']),
      title: z.string(),
      detail: z.string(),
      href: z.string(),
      act: z.string(),
      since: Instant,
    }),
  ),
  /** release × hardware type */
  matrix: z.object({
    hardwareTypes: z.array(z.string()),
    rows: z.array(
      z.object({
        version: z.string(),
        /** desired by the most devices · being rolled out now · nobody asked for it */
        mark: z.enum(['desired', 'rolling', 'unexpected', 'none']),
        counts: z.array(z.int()),
        total: z.int(),
      }),
    ),
  }),
  changes: z.array(
    z.object({
      id: z.string(),
      at: Instant,
      kind: z.enum(['rollout', 'rollback', 'approval', 'device', 'release', 'other']),
      sentence: z.string(),
      actor: z.string(),
      href: z.string().nullable(),
    }),
  ),
  sites: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      region: z.string(),
      devices: z.int(),
      offline: z.int(),
      degraded: z.int(),
      since: Instant.nullable(),
      /** the rollout that touched it in the last 24 h, or null: "no rollout touched it" */
      rollout: z.object({ id: RolloutId, name: z.string() }).nullable(),
    }),
  ),
  rollouts: z.array(RolloutRow),
})
export type FleetView = z.infer<typeof FleetView>
