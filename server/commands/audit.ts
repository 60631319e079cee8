import type { Prisma } from '../adapters/prisma/generated/client.ts'
import type { Instant } from '../protocol/ids.ts'

export type Actor = {
  readonly kind: 'person' | 'device' | 'engine' | 'system'
  readonly id: string
  readonly name: string
}

export type Audited = {
  readonly at: Instant
  readonly actor: Actor
  /** a verb and its object: `release.publish`, `device.enrol` */
  readonly action: string
  readonly object: { readonly kind: string; readonly id: string }
  readonly outcome: 'done' | 'refused'
  readonly reason: string
  readonly rolloutId?: string
  readonly deviceId?: string
  readonly before?: Prisma.InputJsonValue
  readonly after?: Prisma.InputJsonValue
}

/** Writes who did what, in the transaction that does it: both are there or neither. */
export async function audit(tx: Prisma.TransactionClient, entry: Audited): Promise<void> {
  const { at, actor, object, ...rest } = entry
  await tx.auditEntry.create({
    data: {
      ...rest,
      at: new Date(at),
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
      objectKind: object.kind,
      objectId: object.id,
    },
  })
}
