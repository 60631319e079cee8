import type { Instant } from '../../protocol/ids.ts'
import { ConfigDocument } from '../../protocol/layered-config.ts'
import { secretPaths } from './current-config.ts'
import { Prisma } from './generated/client.ts'
import { sealStored } from './seal-stored.ts'
import { hideReported } from './sealed-config.ts'
import { storableJson } from './storable.ts'

/**
 * Marks key paths as secret from now on, in every layer, and takes their values out of what is kept already: layers, snapshots, what
 * devices reported and what differs on them. The record of before stays as it was written. Answers every secret path there is.
 */
export async function markSecret(
  tx: Prisma.TransactionClient,
  paths: readonly string[],
  { by, at }: { by: string; at: Instant },
): Promise<readonly string[]> {
  const known = await secretPaths(tx)
  const fresh = [...new Set(paths)].filter((path) => !known.includes(path))
  if (fresh.length === 0) return known
  await tx.configSecret.createMany({
    data: fresh.map((path) => ({ path, createdBy: by, createdAt: new Date(at) })),
    skipDuplicates: true,
  })
  const all = await secretPaths(tx)
  await sealStored(tx, all)
  for (const path of fresh) await hideKept(tx, path)
  return all
}

async function hideKept(tx: Prisma.TransactionClient, path: string): Promise<void> {
  const keys = path.split('.')
  const place = Prisma.sql`(inventory #> array['config', 'document'] #> ${keys}::text[])`
  // A fleet has few values of one key: each is worked out once, however many devices report it.
  const values = await tx.$queryRaw<{ value: unknown }[]>`
    select distinct ${place} as value from "DeviceInventory" where ${place} is not null`
  for (const { value } of values) {
    const hidden = hideReported(nested(keys, value), [path])
    await tx.$executeRaw`
      update "DeviceInventory" set inventory = jsonb_set(inventory, array['config', 'document'] || ${keys}::text[],
        ${storableJson(hidden)}::jsonb #> ${keys}::text[])
      where ${place} = ${storableJson(value)}::jsonb`
  }
  await tx.driftItem.updateMany({
    where: { kind: 'config', OR: [{ key: path }, { key: { startsWith: `${path}.` } }] },
    data: { desired: Prisma.DbNull, reported: Prisma.DbNull, secret: true, severity: 'security' },
  })
}

const nested = (keys: readonly string[], value: unknown): ConfigDocument =>
  ConfigDocument.parse(keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value))
