import { changeHidden, hidesAt, isHidden, isSealed } from '../../domain/config/hidden-values.ts'
import { isSecret } from '../../domain/config/secrets.ts'
import type { ConfigDocument, LayeredConfig } from '../../protocol/layered-config.ts'
import { digestValue, openValue, sealValue } from './config-key.ts'

/** The document as it is stored: every value at a secret path is sealed; what is sealed already stays. */
export const sealDocument = (document: ConfigDocument, secrets: readonly string[]): ConfigDocument =>
  changeHidden(
    document,
    (path) => isSecret(path, secrets),
    (path, value) => (isSealed(value) ? value : sealValue(path, value)),
  )

const openDocument = (document: ConfigDocument): ConfigDocument =>
  changeHidden(
    document,
    (_, value) => isSealed(value),
    (path, value) => (isSealed(value) ? openValue(path, value) : value),
  )

/** What a device said lies on its disk, as it may be kept: digests where a secret is, or may be. */
export const hideReported = (document: ConfigDocument, secrets: readonly string[]): ConfigDocument =>
  changeHidden(
    document,
    (path, value) => hidesAt(path, value, secrets),
    (path, value) => (isHidden(value) ? value : digestValue(path, value)),
  )

export const sealLayers = (config: LayeredConfig, secrets: readonly string[]): LayeredConfig =>
  changeLayers(config, (document) => sealDocument(document, secrets))

/** With every value in clear: for the device, for the schema and for the digest; never for a row, a log or an answer. */
export const openLayers = (config: LayeredConfig): LayeredConfig => changeLayers(config, openDocument)

function changeLayers(config: LayeredConfig, change: (document: ConfigDocument) => ConfigDocument): LayeredConfig {
  const each = (layers: Readonly<Record<string, ConfigDocument>>) =>
    Object.fromEntries(Object.entries(layers).map(([key, document]) => [key, change(document)]))
  const { fleet, groups, sites, devices, secrets } = config
  return { fleet: change(fleet), groups: each(groups), sites: each(sites), devices: each(devices), secrets }
}
