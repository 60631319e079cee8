import type { Prisma } from './generated/client.ts'

type Act = Readonly<Record<'actorKind' | 'actorId' | 'actorName' | 'rolloutId', string>> & { readonly at: Date }

type Audited = {
  readonly action: string
  readonly deviceId: string
  readonly outcome: string
  readonly reason: string
  readonly before: unknown
  readonly after?: unknown
}

/**
 * One row of the audit for each device an act was about, in one statement with a value for each column: a wave may be tens of
 * thousands of devices, and rows spelled out one by one keep the transaction silent for longer than it may be.
 */
export async function auditDevices(
  tx: Prisma.TransactionClient,
  { at, actorKind, actorId, actorName, rolloutId }: Act,
  devices: readonly Audited[],
): Promise<void> {
  if (devices.length === 0) return
  await tx.$executeRaw`
    insert into "AuditEntry" ("at", "actorKind", "actorId", "actorName", "rolloutId", "objectKind", "objectId", "deviceId",
      "action", "outcome", "reason", "before", "after")
    select ${at}, ${actorKind}, ${actorId}, ${actorName}, ${rolloutId}, 'device', c."deviceId", c."deviceId",
      c.action, c.outcome, c.reason, c.before::jsonb, c.after::jsonb
    from unnest(
      ${devices.map((one) => one.deviceId)}::text[], ${devices.map((one) => one.action)}::text[],
      ${devices.map((one) => one.outcome)}::text[], ${devices.map((one) => one.reason)}::text[],
      ${devices.map((one) => JSON.stringify(one.before))}::text[],
      ${devices.map((one) => JSON.stringify(one.after) ?? null)}::text[]
    ) with ordinality as c("deviceId", action, outcome, reason, before, after, place)
    order by c.place`
}
