import { z } from 'zod'
import { Instant } from '../ids.ts'

/** `GET /api/v1/lobby/count` — how many devices wait to be taken in. */
export const LobbyCountView = z.object({ serverTime: Instant, waiting: z.int() })
export type LobbyCountView = z.infer<typeof LobbyCountView>

/** `GET /api/v1/discrepancies/count` — to how many devices nothing is deployed because they contradict the registry. */
export const DiscrepancyCountView = z.object({ serverTime: Instant, devices: z.int() })
export type DiscrepancyCountView = z.infer<typeof DiscrepancyCountView>
