import type { ConfigDocument, LayeredConfig } from '../../protocol/layered-config.ts'

export type ConfigTarget = {
  readonly deviceId: string
  readonly siteId: string
  readonly groups: readonly string[]
}

/**
 * What one device is told: fleet, then its groups in the order of their names, then its site, then itself. Objects merge
 * key by key; any other value, an array too, replaces what a wider layer said. `null` is a value, not an absence.
 */
export function effectiveConfig(config: LayeredConfig, target: ConfigTarget): ConfigDocument {
  const layers = [
    config.fleet,
    ...target.groups.toSorted().map((group) => own(config.groups, group)),
    own(config.sites, target.siteId),
    own(config.devices, target.deviceId),
  ]
  return layers.reduce((merged, layer) => merge(merged, layer), {})
}

/** A name may be one that every object answers to. */
const own = (layers: Readonly<Record<string, ConfigDocument>>, key: string): ConfigDocument =>
  Object.hasOwn(layers, key) ? (layers[key] ?? {}) : {}

function merge(wide: ConfigDocument, narrow: ConfigDocument): ConfigDocument {
  const merged: ConfigDocument = { ...wide }
  for (const [key, value] of Object.entries(narrow)) {
    const before = Object.hasOwn(merged, key) ? merged[key] : undefined
    merged[key] = isDocument(before) && isDocument(value) ? merge(before, value) : value
  }
  return merged
}

const isDocument = (value: unknown): value is ConfigDocument =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
