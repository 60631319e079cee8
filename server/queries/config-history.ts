import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { valueAt } from '../domain/config/set-at.ts'
import { changedPaths } from '../domain/config/set-by.ts'
import { type LayerName, layerId } from '../protocol/config-layer.ts'
import type { Instant } from '../protocol/ids.ts'
import { ConfigDocument } from '../protocol/layered-config.ts'
import type { ConfigHistoryView } from '../protocol/views/config-view.ts'

const SHOWN = 100

/** Every version of one layer, newest first, as the record has it: who, when, why and which keys. Secret values are masked. */
export async function configHistoryView(db: PrismaClient, now: Instant, name: LayerName): Promise<ConfigHistoryView> {
  const rows = await db.auditEntry.findMany({
    where: { action: 'config.set-layer', objectKind: 'config-layer', objectId: layerId(name) },
    orderBy: { id: 'desc' },
    take: SHOWN,
  })
  return {
    serverTime: now,
    layer: name,
    versions: rows.map(({ at, actorName, reason, before, after }) => {
      const [old, fresh] = [documentIn(before), documentIn(after)]
      const shown = (document: ConfigDocument, path: string) => {
        const value = valueAt(document, path)
        return value === undefined ? null : { value }
      }
      return {
        at: at.getTime() as Instant,
        by: actorName,
        says: reason,
        changes: changedPaths(old, fresh).map((path) => ({
          path,
          before: shown(old, path),
          after: shown(fresh, path),
        })),
      }
    }),
  }
}

const documentIn = (json: unknown): ConfigDocument => ConfigDocument.safeParse(json).data ?? {}
