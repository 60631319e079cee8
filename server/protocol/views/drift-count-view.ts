import { z } from 'zod'
import { Instant } from '../ids.ts'

/** `GET /api/v1/drift/count` — how many devices run something else than they should, for the rail. */
export const DriftCountView = z.object({ serverTime: Instant, devices: z.int() })
export type DriftCountView = z.infer<typeof DriftCountView>
