import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import type { Tell } from '../engine/ports.ts'
import type { Instant } from '../protocol/ids.ts'
import type { Person } from '../protocol/views/person.ts'

/** Everything a command may know or touch; HTTP, sockets and tests make one and call the same function. */
export type CommandContext = {
  readonly db: PrismaClient
  /** who acts, as the session said a moment ago */
  readonly person: Person
  readonly now: Instant
  /** soaks in seconds are accepted only by a demo server */
  readonly demo: boolean
  readonly tell: Tell
  /** wakes the engine; a lost nudge costs one tick */
  readonly nudge: () => void
  /** a new unguessable id; randomness is a value here */
  readonly newId: () => string
}
