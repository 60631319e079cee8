import { configResolver } from '../../domain/config/config-resolver.ts'
import type { ConfigTarget } from '../../domain/config/effective-config.ts'
import { Sha256 } from '../../protocol/ids.ts'
import type { LayeredConfig } from '../../protocol/layered-config.ts'
import { contentHash } from './content-hash.ts'

/** Identity of what a device is told: the digest its agent reports of the configuration on its disk. */
export const configDigests = (config: LayeredConfig): ((target: ConfigTarget) => Sha256) =>
  configResolver(config, (effective) => Sha256.parse(contentHash(effective)))
