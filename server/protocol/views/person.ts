import { z } from 'zod'
import { Role } from '../rollout-state.ts'

export const Person = z.object({ id: z.string(), name: z.string(), email: z.string(), role: Role })
export type Person = z.infer<typeof Person>

/** Who looks, and at what kind of server: `GET /api/v1/me`. */
export const MeView = z.object({ person: Person, demo: z.boolean(), version: z.string() })
export type MeView = z.infer<typeof MeView>

/** Whether this person may do this now. A refused act stays visible, with the reason and who can (ux.md 2.0). */
export const ActPermission = z.discriminatedUnion('allowed', [
  z.object({ allowed: z.literal(true) }),
  z.object({ allowed: z.literal(false), because: z.string() }),
])
export type ActPermission = z.infer<typeof ActPermission>
