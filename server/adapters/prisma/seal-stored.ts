import { layeredConfig, layersOf } from '../../domain/config/layers.ts'
import { canonicalJson } from '../../protocol/canonical-json.ts'
import { ConfigDocument, LayeredConfig } from '../../protocol/layered-config.ts'
import { contentHash } from './content-hash.ts'
import type { Prisma } from './generated/client.ts'
import { sealDocument, sealLayers } from './sealed-config.ts'

/**
 * Seals what layers and snapshots hold in clear at these paths: from before the path was secret, or before values were sealed at all.
 * Means the same as before to every device; the content hash is taken anew, because a short secret could be guessed from the old one.
 */
export async function sealStored(tx: Prisma.TransactionClient, secrets: readonly string[]): Promise<void> {
  if (secrets.length === 0) return
  for (const { scope, key, document } of await tx.configLayer.findMany()) {
    const sealed = sealDocument(ConfigDocument.parse(document), secrets)
    if (isOther(sealed, document))
      await tx.configLayer.update({ where: { scope_key: { scope, key } }, data: { document: sealed } })
  }
  const snapshots = await tx.snapshot.findMany({ select: { id: true, releaseId: true, config: true } })
  for (const { id, releaseId, config } of snapshots) {
    const before = LayeredConfig.parse(config)
    const after = sealLayers(before, [...before.secrets, ...secrets])
    if (!isOther(after, before)) continue
    const sealed = layeredConfig(layersOf(after), before.secrets)
    const data = { config: sealed, contentHash: contentHash({ releaseId, config: sealed }) }
    await tx.snapshot.update({ where: { id }, data })
  }
}

const isOther = (one: unknown, other: unknown): boolean => canonicalJson(one) !== canonicalJson(other)
