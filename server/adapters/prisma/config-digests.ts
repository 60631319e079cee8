import { configResolver } from '../../domain/config/config-resolver.ts'
import type { ConfigTarget } from '../../domain/config/effective-config.ts'
import { Sha256 } from '../../protocol/ids.ts'
import type { ConfigDocument, LayeredConfig } from '../../protocol/layered-config.ts'
import { keyedDigest } from './config-key.ts'
import { contentHash } from './content-hash.ts'
import { openLayers } from './sealed-config.ts'

/** Identity of what a device is told: the digest its agent reports of the configuration on its disk, keyed as that is. */
export function configDigests(config: LayeredConfig): (target: ConfigTarget) => Sha256 {
  // Opened when somebody asks: who reads a snapshot for something else needs no key.
  let resolve: ((target: ConfigTarget) => Sha256) | null = null
  return (target) => {
    resolve ??= configResolver(openLayers(config), configDigest)
    return resolve(target)
  }
}

/** Of one document in clear. */
export const configDigest = (effective: ConfigDocument): Sha256 => keyedDigest(Sha256.parse(contentHash(effective)))
