import { z } from 'zod'
import { Instant } from './ids.ts'
import { Person } from './views/person.ts'

/**
 * Who asks for a page and when: the server writes it into this request header after it has checked the session, and
 * drops any the browser sent, so that pages neither authenticate nor read a clock. Base64url of the JSON.
 */
export const PAGE_CONTEXT_HEADER = 'x-wavegate-context'

export const PageContext = z.object({
  person: Person.nullable(),
  now: Instant,
  demo: z.boolean(),
  version: z.string(),
  /** no person exists yet: the first visit creates the owner */
  setup: z.boolean(),
  nonce: z.string(),
})
export type PageContext = z.infer<typeof PageContext>
