import { join } from 'node:path'
import type { Clock } from '../../engine/ports.ts'
import type { Log } from '../log.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'
import { quieted } from '../quieted.ts'
import { repeat } from '../repeat.ts'
import { sealBatch } from './seal-batch.ts'
import { SealFile } from './seal-file.ts'

const EVERY_MS = 1_000

type Needs = { readonly db: PrismaClient; readonly clock: Clock; readonly log: Log; readonly dataFolder: string }

/** Seals what is written, about a second later, whichever server gets to it, and notes every seal in this server's own folder. */
export function openSealer({ db, clock, log, dataFolder }: Needs): { close(): Promise<void> } {
  const stopping = new AbortController()
  const file = new SealFile(join(dataFolder, 'ledger-seals.txt'))
  const pass = async () => {
    while ((await sealBatch(db, clock.now())) > 0 && !stopping.signal.aborted);
    await file.catchUp(db)
  }
  const trouble = quieted(
    (err, about, times) => log.error({ err, about, times }, 'the ledger could not be sealed'),
    clock.now,
  )
  const sealing = repeat(clock, EVERY_MS, stopping.signal, pass, (cause) => trouble(cause, 'sealing'))
  return {
    async close() {
      stopping.abort()
      await sealing
    },
  }
}
