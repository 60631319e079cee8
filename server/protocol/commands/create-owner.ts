import { z } from 'zod'

/** `POST /api/v1/setup`: the first person of a new server. Refused as soon as anybody exists. */
export const CreateOwner = z.object({
  name: z.string().trim().min(1).max(100),
  email: z.email().max(200),
  password: z.string().min(12, 'a password has at least 12 characters').max(200),
})
export type CreateOwner = z.infer<typeof CreateOwner>
