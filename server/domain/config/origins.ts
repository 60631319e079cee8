import { type ConfigOrigin, MASK } from '../../protocol/config-layer.ts'
import type { LayeredConfig } from '../../protocol/layered-config.ts'
import { type ConfigTarget, effectiveConfig } from './effective-config.ts'
import { leavesOf } from './key-paths.ts'
import { layersFor } from './layers.ts'
import { isSecret } from './secrets.ts'

/** What a device is told, key path by key path, and the layer each value comes from; secret values masked. */
export function originsOf(config: LayeredConfig, target: ConfigTarget, secrets: readonly string[]): ConfigOrigin[] {
  const narrowestFirst = layersFor(config, target).toReversed()
  const masked = [...config.secrets, ...secrets]
  return leavesOf(effectiveConfig(config, target)).flatMap(({ path, value }) => {
    const from = narrowestFirst.find(({ document }) => says(document, path))?.name
    if (!from) return []
    const secret = isSecret(path, masked)
    return [{ path, value: secret ? MASK : (value as ConfigOrigin['value']), secret, from }]
  })
}

function says(document: unknown, path: string): boolean {
  let here = document
  for (const key of path.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return false
    here = (here as Record<string, unknown>)[key]
  }
  return true
}
