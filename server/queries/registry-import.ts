import { z } from 'zod'
import type { PrismaClient, RegistryImportRow } from '../adapters/prisma/generated/client.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import type { Instant } from '../protocol/ids.ts'
import { RowError } from '../protocol/registry-row.ts'
import type { ImportView } from '../protocol/views/import-view.ts'
import type { Person } from '../protocol/views/person.ts'

const MOST_PROBLEMS = 500
const MOST_CHANGES = 200

const Fields = z.record(z.string(), z.json())

/** What a file would do to the registry, and everything that is wrong with it; null when there is no such import. */
export async function importView(
  db: PrismaClient,
  person: Person,
  now: Instant,
  id: string,
): Promise<ImportView | null> {
  const row = await db.registryImport.findUnique({ where: { id } })
  if (!row || row.state === 'reading') return null
  const [problems, changes, refused] = await Promise.all([
    rowsOf(db, id, ['bad', 'refused'], MOST_PROBLEMS),
    rowsOf(db, id, ['added', 'changed'], MOST_CHANGES),
    db.registryImportRow.count({ where: { importId: id, outcome: 'refused' } }),
  ])
  return {
    serverTime: now,
    id,
    fileName: row.fileName,
    format: z.enum(['csv', 'json']).parse(row.format),
    state: z.enum(['draft', 'applied']).parse(row.state),
    createdBy: row.createdBy,
    createdAt: row.createdAt.getTime() as Instant,
    applied: row.appliedAt && { by: row.appliedBy ?? '', at: row.appliedAt.getTime() as Instant },
    counts: { added: row.added, changed: row.changed, unchanged: row.unchanged, bad: row.bad, refused },
    problems: problems.map(({ number, deviceId, errors }) => ({
      number,
      deviceId,
      errors: z.array(RowError).parse(errors),
    })),
    changes: changes.map(changeOf),
    may: mayOperate(person),
  }
}

const rowsOf = (db: PrismaClient, importId: string, outcomes: readonly string[], take: number) =>
  db.registryImportRow.findMany({
    where: { importId, outcome: { in: [...outcomes] } },
    orderBy: { number: 'asc' },
    take,
  })

function changeOf(row: RegistryImportRow): ImportView['changes'][number] {
  const before = row.before === null ? null : Fields.parse(row.before)
  const after = Fields.parse(row.data)
  return {
    number: row.number,
    deviceId: row.deviceId ?? '',
    outcome: before === null ? 'added' : 'changed',
    fields: Object.entries(after)
      .filter(([, value]) => before !== null || shown(value) !== '')
      .map(([field, value]) => ({
        field,
        before: before === null ? null : shown(before[field] ?? null),
        after: shown(value),
      })),
  }
}

/** A value as the cell it came from. */
function shown(value: z.infer<ReturnType<typeof z.json>>): string {
  if (value === null) return ''
  if (Array.isArray(value)) return value.map(String).join('; ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value !== 'object') return String(value)
  return Object.entries(value)
    .map(([key, one]) => `${key}=${String(one)}`)
    .join('; ')
}
