import type { ConfigDocument } from '../../protocol/layered-config.ts'

export type Leaf = { readonly path: string; readonly value: unknown }

/** Every value of a document with its key path, in the order of the paths. What is no object is one value, a list too. */
export function leavesOf(document: ConfigDocument): Leaf[] {
  return within(document, '').toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

function within(document: ConfigDocument, prefix: string): Leaf[] {
  return Object.entries(document).flatMap(([key, value]) => {
    const path = prefix + key
    return isDocument(value) && Object.keys(value).length > 0 ? within(value, `${path}.`) : [{ path, value }]
  })
}

export const isDocument = (value: unknown): value is ConfigDocument =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Why a document cannot be addressed by key paths; null when it can. */
export function unaddressable(document: ConfigDocument, prefix = ''): string | null {
  for (const [key, value] of Object.entries(document)) {
    if (!/^[^.\s]+$/.test(key) || key === '__proto__')
      return `The key “${prefix}${key}” may not be used: write keys without dots and blanks, and nest objects instead.`
    const inner = isDocument(value) ? unaddressable(value, `${prefix}${key}.`) : null
    if (inner) return inner
  }
  return null
}
