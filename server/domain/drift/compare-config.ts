import { canonicalJson } from '../../protocol/canonical-json.ts'
import type { ConfigDocument } from '../../protocol/layered-config.ts'

/** `undefined`: the key is not there. */
export type ConfigDifference = { readonly key: string; readonly desired: unknown; readonly reported: unknown }

export type Comparison = { readonly differences: readonly ConfigDifference[]; readonly normalised: readonly string[] }

/**
 * Two configurations key by key; keys are paths like `camera.exposure`, lists are values. Order of keys and form of numbers are no
 * difference; nor is a key that is absent on one side and empty on the other. What was taken as equal is said.
 */
export function compareConfig(desired: ConfigDocument, reported: ConfigDocument): Comparison {
  const wanted = leaves(desired)
  const found = leaves(reported)
  const differences: ConfigDifference[] = []
  const normalised: string[] = []
  for (const key of [...new Set([...wanted.keys(), ...found.keys()])].sort()) {
    const one = wanted.get(key)
    const other = found.get(key)
    if (canonicalJson(one) === canonicalJson(other) && (one === undefined) === (other === undefined)) continue
    if (isEmpty(one) && isEmpty(other)) normalised.push(`${key}: absent and empty are the same`)
    else differences.push({ key, desired: one, reported: other })
  }
  return { differences, normalised }
}

/** Every value that is no object, by its path; an empty object is a value. */
export function leaves(document: ConfigDocument): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>()
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || Object.keys(value).length === 0)
      found.set(path, value)
    else for (const [key, inner] of Object.entries(value)) walk(inner, path ? `${path}.${key}` : key)
  }
  for (const [key, value] of Object.entries(document)) walk(value, key)
  return found
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'object' && Object.keys(value).length === 0 && !Array.isArray(value))
