import type { ConfigDocument } from '../../protocol/layered-config.ts'
import { isDocument } from './key-paths.ts'

/** The document with this value at a key path; what is no object on the way there gives way. */
export function setAt(document: ConfigDocument, path: string, value: ConfigDocument[string]): ConfigDocument {
  const [key = '', ...rest] = path.split('.')
  if (rest.length === 0) return { ...document, [key]: value }
  const inner = Object.hasOwn(document, key) ? document[key] : undefined
  return { ...document, [key]: setAt(isDocument(inner) ? inner : {}, rest.join('.'), value) }
}

/** The value at a key path; undefined where there is none. */
export function valueAt(document: ConfigDocument, path: string): ConfigDocument[string] | undefined {
  let here: ConfigDocument[string] | undefined = document
  for (const key of path.split('.')) {
    if (!isDocument(here) || !Object.hasOwn(here, key)) return undefined
    here = here[key]
  }
  return here
}
