import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { digestOf, NO_SEAL, sealed, sealHash } from '../../../server/adapters/ledger/chain.ts'
import { fileLines } from '../../../server/adapters/ledger/file-lines.ts'
import { verifyLedger } from '../../../server/adapters/ledger/verify-ledger.ts'
import { canonicalJson } from '../../../server/protocol/canonical-json.ts'
import type { Instant } from '../../../server/protocol/ids.ts'
import type { LedgerEntry, LedgerLine } from '../../../server/protocol/ledger.ts'
import { processorMs } from './processor-ms.ts'

const BATCH = 2_000

/** An export of so many entries, read from a file; seconds are processor time. */
export async function measureVerify(entries: number) {
  const folder = await mkdtemp(join(tmpdir(), 'wavegate-bench-'))
  try {
    const path = join(folder, 'ledger.jsonl')
    await pipeline(Readable.from(exported(entries)), createWriteStream(path))
    const began = processorMs()
    const { misfit, entries: read } = await verifyLedger(fileLines(path), null)
    if (misfit) throw new Error(misfit.because)
    const ms = processorMs() - began
    const rssMb = Math.round(process.memoryUsage().rss / 2 ** 20)
    return { entries: read, seconds: ms / 1000, rowsPerSecond: Math.round((1000 * read) / ms), rssMb }
  } finally {
    await rm(folder, { recursive: true })
  }
}

function* exported(entries: number) {
  yield line({ ledger: 1, rollout: null })
  let newest = NO_SEAL
  let number = 0
  for (let from = 0; from < entries; from += BATCH) {
    const some = Array.from({ length: Math.min(BATCH, entries - from) }, (_, n) => entryOf(from + n + 1))
    const listed = some.map((entry) => sealed(entry))
    number += 1
    const seal = {
      number,
      at: from as Instant,
      previous: newest,
      count: some.length,
      rollouts: ['bench'],
      digest: digestOf(listed),
    }
    newest = sealHash(seal)
    yield line({ seal, hash: newest, entries: listed })
    for (const entry of some) yield line({ entry })
  }
  yield line({ end: { seals: number, newest } })
}

const line = (content: LedgerLine) => `${canonicalJson(content)}\n`

const entryOf = (id: number): LedgerEntry => ({
  kind: 'audit',
  id: String(id),
  at: id as Instant,
  actor: { kind: 'engine', id: 'engine', name: 'Wavegate' },
  action: 'device.expose',
  object: { kind: 'device', id: `gateway-${id}` },
  rollout: 'bench',
  device: `gateway-${id}`,
  outcome: 'done',
  reason: 'Told; waiting for the agent to accept.',
  before: { state: 'pending' },
  after: { state: 'installing', wave: 1, failure: null },
})
