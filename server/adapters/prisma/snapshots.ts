import { createHash } from 'node:crypto'
import type { ReleaseId } from '../../protocol/ids.ts'
import type { Prisma } from './generated/client.ts'

/**
 * The number of the snapshot that holds this release with this config; made if nobody asked for it before. Its content
 * hash is its identity, so two people asking for the same at once get the same number.
 */
export async function snapshotOf(
  tx: Prisma.TransactionClient,
  releaseId: ReleaseId,
  config: Prisma.InputJsonObject,
  createdBy = 'wavegate',
): Promise<number> {
  const contentHash = createHash('sha256').update(canonical({ releaseId, config })).digest('hex')
  await tx.snapshot.createMany({ data: [{ contentHash, releaseId, config, createdBy }], skipDuplicates: true })
  const snapshot = await tx.snapshot.findUniqueOrThrow({ where: { contentHash }, select: { id: true } })
  return snapshot.id
}

/** JSON with sorted keys: equal content, equal text. */
function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`
}
