import { type Layer, layeredConfig } from '../../domain/config/layers.ts'
import type { SetIn } from '../../domain/config/origins.ts'
import { ConfigScope, SetBy } from '../../protocol/config-layer.ts'
import { ConfigDocument, type LayeredConfig } from '../../protocol/layered-config.ts'
import type { Prisma } from './generated/client.ts'

/** Key paths whose values no answer, no page, no audit row and no log says. */
export async function secretPaths(tx: Prisma.TransactionClient): Promise<readonly string[]> {
  return (await tx.configSecret.findMany({ orderBy: { path: 'asc' } })).map((one) => one.path)
}

/** Every layer as it is edited now, with who set its keys. */
export async function setInLayers(tx: Prisma.TransactionClient): Promise<SetIn> {
  const rows = await tx.configLayer.findMany()
  const known = new Map(rows.map((row) => [`${row.scope}:${row.key}`, row]))
  return ({ scope, key }) => {
    const row = known.get(`${scope}:${key}`)
    return row && { document: ConfigDocument.parse(row.document), setBy: SetBy.parse(row.setBy) }
  }
}

/** What the devices are to be told from the next snapshot on: every layer as it is edited now. */
export async function currentConfig(tx: Prisma.TransactionClient): Promise<Partial<LayeredConfig>> {
  const [rows, secrets] = await Promise.all([tx.configLayer.findMany(), secretPaths(tx)])
  return layeredConfig(
    rows.map(
      ({ scope, key, document }): Layer => ({
        name: { scope: ConfigScope.parse(scope), key },
        document: ConfigDocument.parse(document),
      }),
    ),
    secrets,
  )
}
