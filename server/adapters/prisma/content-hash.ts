import { createHash } from 'node:crypto'
import { canonicalJson } from '../../protocol/canonical-json.ts'

/** Lower-case hex sha256 of a text. */
export const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex')

/** Identity of a JSON value: keys in any order, same hash. */
export const contentHash = (value: unknown) => sha256Of(canonicalJson(value))
