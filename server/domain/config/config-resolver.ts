import type { ConfigDocument, LayeredConfig } from '../../protocol/layered-config.ts'
import { type ConfigTarget, effectiveConfig } from './effective-config.ts'

/**
 * Effective configurations of many devices under one layered config, each worked out once: devices that the same layers reach
 * are told the same. `finish` is applied to each of them once, too.
 */
export function configResolver<T>(
  config: LayeredConfig,
  finish: (effective: ConfigDocument) => T,
): (target: ConfigTarget) => T {
  const known = new Map<string, T>()
  const reachedBy = reach(config)
  return (target) => {
    const key = reachedBy(target)
    const before = known.get(key)
    if (before !== undefined) return before
    const made = finish(effectiveConfig(config, target))
    known.set(key, made)
    return made
  }
}

/** Names the narrower layers that reach a device; asked of every device of a fleet, so plain text and no JSON. */
function reach(config: LayeredConfig): (target: ConfigTarget) => string {
  const groups = new Set(Object.keys(config.groups))
  const sites = new Set(Object.keys(config.sites))
  const devices = new Set(Object.keys(config.devices))
  return ({ deviceId, siteId, groups: some }) => {
    let key = ''
    const layered = groups.size === 0 ? [] : some.filter((group) => groups.has(group))
    if (layered.length > 0) key = layered.length === 1 ? `g${layered[0]}` : `g${layered.toSorted().join('\u0000')}`
    if (sites.has(siteId)) key += `\u0000s${siteId}`
    if (devices.has(deviceId)) key += `\u0000d${deviceId}`
    return key
  }
}
