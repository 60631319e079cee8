import { judgeKnownGoods } from '../commands/judge-known-good.ts'
import { DEMO_KNOWN_GOOD, KNOWN_GOOD } from '../domain/snapshot/known-good.ts'
import type { Clock, Tell } from '../engine/ports.ts'
import type { Log } from './log.ts'
import type { PrismaClient } from './prisma/generated/client.ts'
import { repeat } from './repeat.ts'

const EVERY_MS = 60_000
const DEMO_EVERY_MS = 10_000

type Needs = {
  readonly db: PrismaClient
  readonly clock: Clock
  readonly demo: boolean
  readonly tell: Tell
  readonly log: Log
}

/** Looks again and again which snapshots are known-good. */
export function openKnownGood({ db, clock, demo, tell, log }: Needs): { close(): Promise<void> } {
  const stopping = new AbortController()
  const judge = async () => {
    const changed = await judgeKnownGoods(db, demo ? DEMO_KNOWN_GOOD : KNOWN_GOOD, clock.now())
    if (changed > 0) tell.changed('fleet')
  }
  const trouble = (cause: unknown) => log.warn({ err: cause }, 'snapshots could not be judged')
  const judging = repeat(clock, demo ? DEMO_EVERY_MS : EVERY_MS, stopping.signal, judge, trouble)
  return {
    async close() {
      stopping.abort()
      await judging
    },
  }
}
