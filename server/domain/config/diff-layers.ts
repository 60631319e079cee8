import { canonicalJson } from '../../protocol/canonical-json.ts'
import { type LayerName, MASK } from '../../protocol/config-layer.ts'
import type { LayeredConfig } from '../../protocol/layered-config.ts'
import { leavesOf } from './key-paths.ts'
import { layersOf } from './layers.ts'
import { isSecret } from './secrets.ts'

/** One key path of one layer that differs. `null` where a side does not name it; a secret says only that it differs. */
export type KeyChange = {
  readonly layer: LayerName
  readonly path: string
  readonly before: { readonly value: unknown } | null
  readonly after: { readonly value: unknown } | null
  readonly secret: boolean
}

export function diffLayers(from: LayeredConfig, to: LayeredConfig, secrets: readonly string[]): KeyChange[] {
  const hidden = [...from.secrets, ...to.secrets, ...secrets]
  const [before, after] = [valuesOf(from), valuesOf(to)]
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [old, fresh] = [before.get(key), after.get(key)]
    const some = old ?? fresh
    if (!some || (old && fresh && canonicalJson(old.value) === canonicalJson(fresh.value))) return []
    const secret = isSecret(some.path, hidden)
    const shown = (one: typeof some | undefined) => (one ? { value: secret ? MASK : one.value } : null)
    return [{ layer: some.layer, path: some.path, before: shown(old), after: shown(fresh), secret }]
  })
}

function valuesOf(config: LayeredConfig): Map<string, { layer: LayerName; path: string; value: unknown }> {
  return new Map(
    layersOf(config).flatMap(({ name, document }) =>
      leavesOf(document).map(({ path, value }) => [
        JSON.stringify([name.scope, name.key, path]),
        { layer: name, path, value },
      ]),
    ),
  )
}
