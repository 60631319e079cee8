import { join } from 'node:path'

export const ROOT = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..')
/** What can be thrown away at any time and is kept out of `npm ci`'s reach. */
export const CACHE = join(ROOT, '.cache')
