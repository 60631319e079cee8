import { canonicalJson } from '../../protocol/canonical-json.ts'
import { type ConfigOrigin, type LayerName, MASK, type SetBy } from '../../protocol/config-layer.ts'
import type { Instant } from '../../protocol/ids.ts'
import type { ConfigDocument, LayeredConfig } from '../../protocol/layered-config.ts'
import { type ConfigTarget, effectiveConfig } from './effective-config.ts'
import { leavesOf } from './key-paths.ts'
import { layersFor } from './layers.ts'
import { isSecret } from './secrets.ts'
import { valueAt } from './set-at.ts'

/** Who set the keys of a layer, where that is written down; `document`: what the layer says now. */
export type SetIn = (layer: LayerName) => { readonly document: ConfigDocument; readonly setBy: SetBy } | undefined

/**
 * What a device is told, key path by key path, the layer each value comes from and who set it there; secret values masked. Of a
 * snapshot, who set a value is known only while the layer still says the same.
 */
export function originsOf(
  config: LayeredConfig,
  target: ConfigTarget,
  secrets: readonly string[],
  setIn: SetIn,
): ConfigOrigin[] {
  const narrowestFirst = layersFor(config, target).toReversed()
  const masked = [...config.secrets, ...secrets]
  return leavesOf(effectiveConfig(config, target)).flatMap(({ path, value }) => {
    const from = narrowestFirst.find(({ document }) => says(document, path))?.name
    if (!from) return []
    const secret = isSecret(path, masked)
    const layer = setIn(from)
    const same = layer && canonicalJson(valueAt(layer.document, path)) === canonicalJson(value)
    const set = (same && layer.setBy[path]) || null
    return [{ path, value: secret ? MASK : (value as ConfigOrigin['value']), secret, from, set }]
  })
}

export type Setter = { readonly by: string; readonly at: Instant; readonly from: LayerName }

/**
 * Who set what a device is told at a key path, asked by path and value: the narrowest layer that speaks to it counts, as long as it
 * still says that. `undefined` for a value: it is not known here, because it is secret.
 */
export function setterOf(
  config: LayeredConfig,
  target: ConfigTarget,
  setIn: SetIn,
): (path: string, value: unknown) => Setter | null {
  const narrowestFirst = layersFor(config, target).toReversed()
  return (path, value) => {
    const layer = narrowestFirst.find(({ document }) => says(document, path))
    const set = layer && setIn(layer.name)?.setBy[path]
    if (!layer || !set) return null
    const same = value === undefined || canonicalJson(valueAt(layer.document, path)) === canonicalJson(value)
    return same ? { ...set, from: layer.name } : null
  }
}

function says(document: unknown, path: string): boolean {
  let here = document
  for (const key of path.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return false
    here = (here as Record<string, unknown>)[key]
  }
  return true
}
