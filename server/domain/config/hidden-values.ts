import type { ConfigDocument } from '../../protocol/layered-config.ts'
import { isDocument, leavesOf } from './key-paths.ts'
import { isSecret } from './secrets.ts'

type Value = ConfigDocument[string]

/** What stands in the database for a secret value: nothing a person writes may begin like this. */
export const SEALED = 'wavegate-sealed:1:'
/** What stands there for one that a device reported: it tells whether two are equal, and nothing brings it back. */
export const DIGEST = 'wavegate-digest:1:'

export const isSealed = (value: unknown): value is string => typeof value === 'string' && value.startsWith(SEALED)

/** Sealed or a digest: nothing a screen may show, wherever it lies. */
export const isHidden = (value: unknown): value is string =>
  isSealed(value) || (typeof value === 'string' && value.startsWith(DIGEST))

/** A key that says by its own name that its value is nobody’s to read. */
const SECRET_NAME = /(secret|password|passwd|passphrase|pwd|token|credential|private_?key|api_?key)/i

/**
 * Whether what a device reports at this path is hidden: named by whoever wrote the configuration, or by its own name, or where a
 * secret would lie deeper: somebody at the device may have written it one level too high. A list is hidden as a whole.
 */
export const hidesAt = (path: string, value: unknown, secrets: readonly string[]): boolean =>
  isHidden(value) ||
  isSecret(path, secrets) ||
  SECRET_NAME.test(path) ||
  secrets.some((secret) => secret.startsWith(`${path}.`)) ||
  (Array.isArray(value) && value.some(namesSecret))

const namesSecret = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).some(([key, inner]) => SECRET_NAME.test(key) || namesSecret(inner))

/**
 * The document with every value changed that `hides` names; its form stays, so that layers merge as before. What is empty has
 * nothing to hide.
 */
export function changeHidden(
  document: ConfigDocument,
  hides: (path: string, value: Value) => boolean,
  change: (path: string, value: Value) => Value,
  prefix = '',
): ConfigDocument {
  const changed = (path: string, value: Value): Value => {
    if (isDocument(value)) return changeHidden(value, hides, change, `${path}.`)
    return value !== null && hides(path, value) ? change(path, value) : value
  }
  return Object.fromEntries(Object.entries(document).map(([key, value]) => [key, changed(prefix + key, value)]))
}

/** The path of a value that looks as if it were sealed, where a person wrote it; undefined when there is none. */
export const forgedAt = (document: ConfigDocument): string | undefined =>
  leavesOf(document).find(({ value }) => isHidden(value))?.path
