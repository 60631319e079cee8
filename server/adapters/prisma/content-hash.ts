import { createHash } from 'node:crypto'

/** Lower-case hex sha256 of a text. */
export const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex')

/** Identity of a JSON value: keys in any order, same hash. */
export const contentHash = (value: unknown) => sha256Of(canonical(value))

function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`
}
