import type { Instant } from '../../protocol/ids.ts'
import type { Selector } from '../../protocol/selector/term.ts'
import { Prisma, type PrismaClient } from './generated/client.ts'
import { SELECTOR_FROM, selectorSql } from './selector-sql.ts'

/** A row of the exported registry, columns as the import names them. */
export type ExportRow = {
  readonly id: string
  readonly name: string
  readonly site: string
  readonly hardware_type: string
  readonly architecture: string
  readonly memory_mb: number
  readonly disk_mb: number
  readonly labels: Readonly<Record<string, string>>
  readonly groups: readonly string[]
  readonly redundancy_group: string | null
  readonly single_point_of_failure: boolean
  readonly monitoring_fidelity: number
  readonly key_fingerprint: string | null
  readonly state: 'enrolled' | 'expected'
  readonly capabilities: readonly string[]
  readonly running: string | null
  readonly last_seen_at: string | null
}

const PAGE = 1000

const COMMON = (alias: Prisma.Sql) => Prisma.sql`${alias}."id", ${alias}."name", ${alias}."siteId" as site,
  ${alias}."hardwareType" as hardware_type, ${alias}."architecture", ${alias}."memoryMb" as memory_mb, ${alias}."diskMb" as disk_mb,
  ${alias}."labels", ${alias}."groups", ${alias}."redundancyGroup" as redundancy_group,
  ${alias}."singlePointOfFailure" as single_point_of_failure, ${alias}."monitoringFidelity" as monitoring_fidelity`

/**
 * The devices a selector names, by id, a page at a time; without a condition also those that are expected and were never
 * seen, which no selector can name. Memory holds a page.
 */
export async function* exportRegistry(db: PrismaClient, where: Selector, now: Instant): AsyncGenerator<ExportRow> {
  const condition = selectorSql(where, now)
  yield* pages((after) =>
    db.$queryRaw<ExportRow[]>(Prisma.sql`
      select ${COMMON(Prisma.sql`d`)}, null as key_fingerprint, 'enrolled' as state, d."capabilities", s."runningVersion" as running,
        to_char(s."lastSeenAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as last_seen_at
      from ${SELECTOR_FROM} where ${condition} and d."id" > ${after} order by d."id" limit ${PAGE}`),
  )
  if (where.length > 0) return
  yield* pages((after) =>
    db.$queryRaw<ExportRow[]>(Prisma.sql`
      select ${COMMON(Prisma.sql`e`)}, e."keyFingerprint" as key_fingerprint, 'expected' as state, '[]'::jsonb as capabilities,
        null as running, null as last_seen_at
      from "ExpectedDevice" e where e."id" > ${after} order by e."id" limit ${PAGE}`),
  )
}

async function* pages(read: (after: string) => Promise<ExportRow[]>): AsyncGenerator<ExportRow> {
  for (let after = ''; ; ) {
    const page = await read(after)
    yield* page
    if (page.length < PAGE) return
    after = page.at(-1)?.id ?? ''
  }
}
