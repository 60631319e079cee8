import type { Clock } from '../engine/ports.ts'
import type { Log } from './log.ts'
import { countAvailability } from './prisma/fleet-history.ts'
import type { PrismaClient } from './prisma/generated/client.ts'
import { repeat } from './repeat.ts'

/** Not at the start: a server that was gone has not heard of its devices again yet. */
const EVERY_MS = 10 * 60_000

type Needs = { readonly db: PrismaClient; readonly clock: Clock; readonly log: Log }

/** Notes once an hour how many devices are away, so that plans expect what the fleet does. */
export function openAvailabilityWatch({ db, clock, log }: Needs): { close(): Promise<void> } {
  const stopping = new AbortController()
  const trouble = (cause: unknown) => log.warn({ err: cause }, 'availability could not be counted')
  const counting = repeat(clock, EVERY_MS, stopping.signal, () => countAvailability(db, clock.now()), trouble)
  return {
    async close() {
      stopping.abort()
      await counting
    },
  }
}
