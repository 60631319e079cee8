import { MASK } from '../../protocol/config-layer.ts'
import type { ConfigDocument, LayeredConfig } from '../../protocol/layered-config.ts'
import { isDocument } from './key-paths.ts'

/** A secret path hides everything below it, too. */
export const isSecret = (path: string, secrets: readonly string[]) =>
  secrets.some((secret) => path === secret || path.startsWith(`${secret}.`))

/** The document as it may be shown: the value at every secret path is a mask. */
export function maskConfig(document: ConfigDocument, secrets: readonly string[], prefix = ''): ConfigDocument {
  return mapKeys(document, prefix, (path, value) => {
    if (isSecret(path, secrets)) return MASK
    return isDocument(value) ? maskConfig(value, secrets, `${path}.`) : value
  })
}

/** A document a person edited with masks in it: where a mask was left alone, the value stays what it was. */
export function unmaskConfig(
  edited: ConfigDocument,
  stored: ConfigDocument,
  secrets: readonly string[],
  prefix = '',
): ConfigDocument {
  return mapKeys(edited, prefix, (path, value, key) => {
    const before = Object.hasOwn(stored, key) ? stored[key] : undefined
    if (isSecret(path, secrets)) return value === MASK && before !== undefined ? before : value
    return isDocument(value) ? unmaskConfig(value, isDocument(before) ? before : {}, secrets, `${path}.`) : value
  })
}

export function maskLayers(config: LayeredConfig, secrets: readonly string[]): LayeredConfig {
  const all = [...new Set([...config.secrets, ...secrets])]
  const each = (layers: Readonly<Record<string, ConfigDocument>>) =>
    Object.fromEntries(Object.entries(layers).map(([key, document]) => [key, maskConfig(document, all)]))
  return {
    fleet: maskConfig(config.fleet, all),
    groups: each(config.groups),
    sites: each(config.sites),
    devices: each(config.devices),
    secrets: all,
  }
}

type Value = ConfigDocument[string]

const mapKeys = (
  document: ConfigDocument,
  prefix: string,
  change: (path: string, value: Value, key: string) => Value,
): ConfigDocument =>
  Object.fromEntries(Object.entries(document).map(([key, value]) => [key, change(prefix + key, value, key)]))
