import { registeredDevices } from '../adapters/prisma/registry-fields.ts'
import { storableJson } from '../adapters/prisma/storable.ts'
import { type JudgedRow, judgeRow } from '../domain/registry/judge-row.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { RowError } from '../protocol/registry-row.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** A row as a file reader gives it, or why the file as a whole cannot be taken. */
export type ImportItem =
  | { readonly number: number; readonly values: Readonly<Record<string, unknown>> }
  | { readonly number: number; readonly broken: string }
  | { readonly refused: string; readonly code: 'malformed' | 'too-large' }

type Row = Extract<ImportItem, { number: number }>

const BATCH = 500
const DAY_MS = 86_400_000
/** A file that nobody applied is forgotten after this long; applied ones stay, they are part of the record. */
const DRAFT_DAYS = 7

/**
 * Judges every row of a file against the registry and keeps what came of it. Nothing of the registry changes until somebody
 * applies the draft. Memory holds one batch, however long the file is.
 */
export async function draftImport(
  ctx: CommandContext,
  file: { readonly name: string; readonly format: 'csv' | 'json' },
  items: AsyncIterable<ImportItem>,
): Promise<Ack<{ id: string }>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'import devices')
  if (forbidden) return forbidden
  const id = ctx.newId()
  await ctx.db.registryImport.deleteMany({
    where: { state: { not: 'applied' }, createdAt: { lt: new Date(ctx.now - DRAFT_DAYS * DAY_MS) } },
  })
  await ctx.db.registryImport.create({
    data: {
      id,
      fileName: file.name,
      format: file.format,
      state: 'reading',
      createdBy: ctx.person.name,
      createdAt: new Date(ctx.now),
    },
  })
  const forget = () => ctx.db.registryImport.deleteMany({ where: { id } })
  try {
    const judge = new Judge(ctx, id)
    for await (const item of items) {
      if (!('refused' in item)) await judge.add(item)
      else {
        await forget()
        return refuse(item.code, item.refused)
      }
    }
    const counts = await judge.finish()
    if (counts.added + counts.changed + counts.unchanged + counts.bad === 0) {
      await forget()
      return refuse('malformed', 'The file has no rows: put one device on each line.')
    }
    await ctx.db.registryImport.update({ where: { id }, data: { state: 'draft', ...counts } })
    return accept({ id })
  } catch (cause) {
    await forget()
    throw cause
  }
}

/** Gathers rows, and judges and writes them a batch at a time. */
class Judge {
  readonly #ctx: CommandContext
  readonly #importId: string
  readonly #counts = { added: 0, changed: 0, unchanged: 0, bad: 0 }
  readonly #ids = new Map<string, number>()
  readonly #keys = new Map<string, number>()
  #sites: ReadonlySet<string> | null = null
  #rows: Row[] = []

  constructor(ctx: CommandContext, importId: string) {
    this.#ctx = ctx
    this.#importId = importId
  }

  async add(row: Row): Promise<void> {
    this.#rows.push(row)
    if (this.#rows.length >= BATCH) await this.#write()
  }

  async finish(): Promise<Readonly<Record<JudgedRow['outcome'], number>>> {
    await this.#write()
    return this.#counts
  }

  async #write(): Promise<void> {
    const rows = this.#rows.splice(0)
    if (rows.length === 0) return
    const { db } = this.#ctx
    this.#sites ??= new Set((await db.site.findMany({ select: { id: true } })).map((site) => site.id))
    const registered = await registeredDevices(db, rows.flatMap(idOf))
    const facts = { sites: this.#sites, registered, ids: this.#ids, keys: this.#keys }
    const data = rows.map((row) => {
      const judged: JudgedRow =
        'broken' in row
          ? { outcome: 'bad', deviceId: null, errors: [{ column: null, message: row.broken }] }
          : judgeRow(row.values, facts)
      this.#remember(row, judged)
      return { number: row.number, ...stored(judged) }
    })
    // One JSON parameter: thousands of single ones take the client longer than the database.
    await db.$executeRaw`
      insert into "RegistryImportRow" ("importId", "number", "outcome", "deviceId", "data", "before", "errors")
      select ${this.#importId}, n."number", n."outcome", n."deviceId", n."data", n."before", coalesce(n."errors", '[]'::jsonb)
      from jsonb_to_recordset(${storableJson(data)}::jsonb) as n("number" int, "outcome" text, "deviceId" text, "data" jsonb,
        "before" jsonb, "errors" jsonb)`
  }

  #remember(row: Row, judged: JudgedRow): void {
    this.#counts[judged.outcome] += 1
    // A bad row names its device, too: a second one of the same id is not the better for it.
    for (const id of idOf(row)) if (!this.#ids.has(id)) this.#ids.set(id, row.number)
    const key = 'values' in row ? row.values.key_fingerprint : null
    if (typeof key === 'string' && !this.#keys.has(key)) this.#keys.set(key, row.number)
  }
}

const idOf = (row: Row): string[] => ('values' in row && typeof row.values.id === 'string' ? [row.values.id] : [])

type StoredRow = {
  readonly outcome: JudgedRow['outcome']
  readonly deviceId: string | null
  readonly data?: object
  readonly before?: object
  readonly errors?: readonly RowError[]
}

function stored(judged: JudgedRow): StoredRow {
  switch (judged.outcome) {
    case 'bad':
      // What could be no id at all is not kept as one.
      return { outcome: 'bad', deviceId: judged.deviceId?.slice(0, 100) ?? null, errors: judged.errors }
    case 'added':
      return { outcome: 'added', deviceId: judged.deviceId, data: judged.fields }
    case 'changed':
      return { outcome: 'changed', deviceId: judged.deviceId, data: judged.after, before: judged.before }
    case 'unchanged':
      return { outcome: 'unchanged', deviceId: judged.deviceId }
  }
}
