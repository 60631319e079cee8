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
  const narrower = [config.groups, config.sites, config.devices].some((layers) => Object.keys(layers).length > 0)
  return (target) => {
    const key = narrower ? reachedBy(config, target) : ''
    const before = known.get(key)
    if (before !== undefined) return before
    const made = finish(effectiveConfig(config, target))
    known.set(key, made)
    return made
  }
}

function reachedBy(config: LayeredConfig, { deviceId, siteId, groups }: ConfigTarget): string {
  return JSON.stringify([
    groups.filter((group) => Object.hasOwn(config.groups, group)).toSorted(),
    Object.hasOwn(config.sites, siteId) ? siteId : null,
    Object.hasOwn(config.devices, deviceId) ? deviceId : null,
  ])
}
