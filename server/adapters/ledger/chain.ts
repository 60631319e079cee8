import { createHash } from 'node:crypto'
import { canonicalJson } from '../../protocol/canonical-json.ts'
import type { LedgerEntry, Seal, SealedEntry } from '../../protocol/ledger.ts'

export const NO_SEAL = '0'.repeat(64)

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')

export const entryName = ({ kind, id }: Pick<LedgerEntry, 'kind' | 'id'>): string => `${kind}:${id}`

/** An entry as a seal lists it. `text` is its canonical JSON, when it is at hand. */
export const sealed = (entry: LedgerEntry, text = canonicalJson(entry)): SealedEntry => [
  entryName(entry),
  entry.rollout ?? '',
  hashOf(text),
]

export const digestOf = (entries: readonly SealedEntry[]): string => hashOf(JSON.stringify(entries))

export const sealHash = (seal: Seal): string => hashOf(canonicalJson(seal))
