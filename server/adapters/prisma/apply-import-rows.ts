import type { Registered } from '../../domain/registry/judge-row.ts'
import type { Instant } from '../../protocol/ids.ts'
import { RegistryFields } from '../../protocol/registry-row.ts'
import type { Person } from '../../protocol/views/person.ts'
import type { Prisma, RegistryImportRow } from './generated/client.ts'
import { registeredDevices } from './registry-fields.ts'

const BATCH = 500

type Applier = { readonly person: Person; readonly now: Instant }

/** Writes the good rows of a draft a batch at a time, inside the caller's transaction. Answers how many were refused. */
export async function applyImportRows(
  tx: Prisma.TransactionClient,
  by: Applier,
  importId: string,
  sites: ReadonlySet<string>,
): Promise<number> {
  let refused = 0
  for (let after = -1; ; ) {
    const rows = await tx.registryImportRow.findMany({
      where: { importId, outcome: { in: ['added', 'changed'] }, number: { gt: after } },
      orderBy: { number: 'asc' },
      take: BATCH,
    })
    const last = rows.at(-1)
    if (!last) return refused
    after = last.number
    refused += await applyBatch(tx, by, rows, sites)
  }
}

type Change = {
  readonly row: RegistryImportRow
  readonly id: string
  readonly known: Registered
  readonly next: RegistryFields
}

async function applyBatch(
  tx: Prisma.TransactionClient,
  by: Applier,
  rows: readonly RegistryImportRow[],
  sites: ReadonlySet<string>,
): Promise<number> {
  const ids = rows.flatMap((row) => row.deviceId ?? [])
  // In one order everywhere, so that two imports at once wait for each other instead of for ever.
  await tx.$executeRaw`select 1 from "Device" where "id" = any(${ids}) order by "id" for update`
  await tx.$executeRaw`select 1 from "ExpectedDevice" where "id" = any(${ids}) order by "id" for update`
  const registered = await registeredDevices(tx, ids)
  const refusals: { row: RegistryImportRow; because: string }[] = []
  const added: { id: string; fields: RegistryFields }[] = []
  const changes: Change[] = []
  for (const row of rows) {
    const id = row.deviceId ?? ''
    const known = registered.get(id)
    const because = whyMoved(row, known, sites)
    if (because) refusals.push({ row, because })
    else if (known)
      changes.push({ row, id, known, next: { ...known.fields, ...RegistryFields.partial().parse(row.data) } })
    else added.push({ id, fields: RegistryFields.parse(row.data) })
  }
  await writeAdded(tx, by, added)
  await writeChanges(tx, changes)
  await auditRows(tx, by, added, changes)
  for (const { row, because } of refusals)
    await tx.registryImportRow.update({
      where: { importId_number: { importId: row.importId, number: row.number } },
      data: { outcome: 'refused', errors: [{ column: null, message: because }] },
    })
  return refusals.length
}

function whyMoved(row: RegistryImportRow, known: Registered | undefined, sites: ReadonlySet<string>): string | null {
  const wanted = RegistryFields.partial().parse(row.data)
  if (wanted.siteId !== undefined && !sites.has(wanted.siteId)) return `the site ${wanted.siteId} was deleted meanwhile`
  if (row.outcome === 'added') return known ? `device ${row.deviceId} came into the registry meanwhile` : null
  if (!known || known.revoked) return `device ${row.deviceId} left the registry meanwhile`
  const before = RegistryFields.partial().parse(row.before)
  const moved = Object.entries(before).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(known.fields[field as keyof RegistryFields]),
  )
  return moved.length === 0
    ? null
    : `its ${moved.map(([field]) => field).join(', ')} changed meanwhile: import it again`
}

/** Rows as one JSON parameter: thousands of single ones take the client longer than the database. */
async function writeAdded(
  tx: Prisma.TransactionClient,
  by: Applier,
  added: readonly { id: string; fields: RegistryFields }[],
): Promise<void> {
  await tx.$executeRaw`
    insert into "ExpectedDevice" ("id", "name", "siteId", "labels", "groups", "redundancyGroup", "singlePointOfFailure",
      "monitoringFidelity", "hardwareType", "architecture", "memoryMb", "diskMb", "keyFingerprint", "createdBy", "createdAt")
    select n.*, ${by.person.name}, ${new Date(by.now)}
    from jsonb_to_recordset(${JSON.stringify(added.map(({ id, fields }) => ({ id, ...fields })))}::jsonb) as n("id" text, "name" text,
      "siteId" text, "labels" jsonb, "groups" text[], "redundancyGroup" text, "singlePointOfFailure" bool, "monitoringFidelity" int,
      "hardwareType" text, "architecture" text, "memoryMb" int, "diskMb" int, "keyFingerprint" text)`
}

async function writeChanges(tx: Prisma.TransactionClient, changes: readonly Change[]): Promise<void> {
  const of = (kind: Registered['kind']) =>
    JSON.stringify(changes.filter(({ known }) => known.kind === kind).map(({ id, next }) => ({ id, ...next })))
  await tx.$executeRaw`
    update "Device" d set "name" = n."name", "siteId" = n."siteId", "labels" = n."labels", "groups" = n."groups",
      "redundancyGroup" = n."redundancyGroup", "singlePointOfFailure" = n."singlePointOfFailure", "monitoringFidelity" = n."monitoringFidelity"
    from jsonb_to_recordset(${of('device')}::jsonb) as n("id" text, "name" text, "siteId" text, "labels" jsonb, "groups" text[],
      "redundancyGroup" text, "singlePointOfFailure" bool, "monitoringFidelity" int)
    where d."id" = n."id"`
  await tx.$executeRaw`
    update "ExpectedDevice" d set "name" = n."name", "siteId" = n."siteId", "labels" = n."labels", "groups" = n."groups",
      "redundancyGroup" = n."redundancyGroup", "singlePointOfFailure" = n."singlePointOfFailure", "monitoringFidelity" = n."monitoringFidelity",
      "hardwareType" = n."hardwareType", "architecture" = n."architecture", "memoryMb" = n."memoryMb", "diskMb" = n."diskMb",
      "keyFingerprint" = n."keyFingerprint"
    from jsonb_to_recordset(${of('expected')}::jsonb) as n("id" text, "name" text, "siteId" text, "labels" jsonb, "groups" text[],
      "redundancyGroup" text, "singlePointOfFailure" bool, "monitoringFidelity" int, "hardwareType" text, "architecture" text,
      "memoryMb" int, "diskMb" int, "keyFingerprint" text)
    where d."id" = n."id"`
}

/** one row for each device something was done to. */
async function auditRows(
  tx: Prisma.TransactionClient,
  by: Applier,
  added: readonly { id: string; fields: RegistryFields }[],
  changes: readonly Change[],
): Promise<void> {
  const rows = [
    ...added.map(({ id, fields }) => ({
      id,
      action: 'device.expect',
      reason: 'Announced by an import.',
      before: null,
      after: fields,
    })),
    ...changes.map(({ row, id }) => ({
      id,
      action: 'device.update',
      reason: `Changed ${Object.keys(row.data as object).join(', ')} by an import.`,
      before: row.before,
      after: row.data,
    })),
  ]
  await tx.$executeRaw`
    insert into "AuditEntry" ("at", "actorKind", "actorId", "actorName", "action", "objectKind", "objectId", "deviceId", "outcome",
      "reason", "before", "after")
    select ${new Date(by.now)}, 'person', ${by.person.id}, ${by.person.name}, n."action", 'device', n."id", n."id", 'done',
      n."reason", n."before", n."after"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n("id" text, "action" text, "reason" text, "before" jsonb, "after" jsonb)`
}
