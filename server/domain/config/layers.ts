import type { LayerName } from '../../protocol/config-layer.ts'
import type { ConfigDocument, LayeredConfig } from '../../protocol/layered-config.ts'
import type { ConfigTarget } from './effective-config.ts'
import { leavesOf } from './key-paths.ts'
import { isSecret } from './secrets.ts'

export type Layer = { readonly name: LayerName; readonly document: ConfigDocument }

/** Every layer that says something, widest first. */
export function layersOf(config: LayeredConfig): Layer[] {
  const each = (scope: LayerName['scope'], layers: Readonly<Record<string, ConfigDocument>>) =>
    Object.keys(layers)
      .toSorted()
      .map((key) => ({ name: { scope, key }, document: layers[key] ?? {} }))
  return [
    { name: { scope: 'fleet' as const, key: '' }, document: config.fleet },
    ...each('group', config.groups),
    ...each('site', config.sites),
    ...each('device', config.devices),
  ].filter(({ document }) => Object.keys(document).length > 0)
}

/** Those of them that speak to one device, widest first: the last to name a key wins. */
export const layersFor = (config: LayeredConfig, { deviceId, siteId, groups }: ConfigTarget): Layer[] =>
  layersOf(config).filter(
    ({ name: { scope, key } }) =>
      scope === 'fleet' ||
      (scope === 'group' && groups.includes(key)) ||
      (scope === 'site' && key === siteId) ||
      (scope === 'device' && key === deviceId),
  )

/** A config of these layers. A secret nobody has a value for is left out, so that no layers at all are `{}`. */
export function layeredConfig(layers: readonly Layer[], secrets: readonly string[]): Partial<LayeredConfig> {
  const said = layers.filter(({ document }) => Object.keys(document).length > 0)
  const of = (scope: LayerName['scope']) =>
    Object.fromEntries(said.flatMap(({ name, document }) => (name.scope === scope ? [[name.key, document]] : [])))
  const fleet = said.find(({ name }) => name.scope === 'fleet')?.document
  const [groups, sites, devices] = [of('group'), of('site'), of('device')]
  const held = secrets
    .filter((secret) => said.some(({ document }) => leavesOf(document).some(({ path }) => isSecret(path, [secret]))))
    .toSorted()
  const filled = (part: object) => Object.keys(part).length > 0
  return {
    ...(fleet ? { fleet } : {}),
    ...(filled(groups) ? { groups } : {}),
    ...(filled(sites) ? { sites } : {}),
    ...(filled(devices) ? { devices } : {}),
    ...(held.length > 0 ? { secrets: held } : {}),
  }
}
