import {
  isReportedColumn,
  isRowColumn,
  type RegistryFields,
  RegistryRow,
  ROW_COLUMNS,
  type RowColumn,
  type RowError,
} from '../../protocol/registry-row.ts'
import { changedFields } from '../device/changed-fields.ts'

/** A device the registry has: enrolled, or announced and never seen. */
export type Registered = {
  readonly kind: 'device' | 'expected'
  readonly revoked: boolean
  readonly fields: RegistryFields
}

export type ImportFacts = {
  readonly sites: ReadonlySet<string>
  readonly registered: ReadonlyMap<string, Registered>
  /** where in the file an id, or a key, was named before */
  readonly ids: ReadonlyMap<string, number>
  readonly keys: ReadonlyMap<string, number>
}

export type JudgedRow =
  | { readonly outcome: 'bad'; readonly deviceId: string | null; readonly errors: readonly RowError[] }
  | { readonly outcome: 'added'; readonly deviceId: string; readonly fields: RegistryFields }
  | {
      readonly outcome: 'changed'
      readonly deviceId: string
      readonly before: Partial<RegistryFields>
      readonly after: Partial<RegistryFields>
    }
  | { readonly outcome: 'unchanged'; readonly deviceId: string }

/** One row of a registry file against the registry: what it would do, or everything that is wrong with it. */
export function judgeRow(values: Readonly<Record<string, unknown>>, facts: ImportFacts): JudgedRow {
  const unknown = Object.keys(values).filter((name) => !isRowColumn(name) && !isReportedColumn(name))
  const parsed = RegistryRow.safeParse(values)
  const id = typeof values.id === 'string' ? values.id : null
  const errors: RowError[] = unknown.map((column) => ({ column, message: `there is no such column: ${KNOWN}` }))
  if (!parsed.success) {
    errors.push(...parsed.error.issues.map((issue) => errorOf(values, issue.path.map(String), messageOf(issue))))
    return { outcome: 'bad', deviceId: id, errors: oneEach(errors) }
  }
  const row = parsed.data
  const known = facts.registered.get(row.id)
  errors.push(...wrongInFile(row, facts), ...(known ? wrongOfKnown(row, known) : missing(row)))
  if (errors.length > 0) return { outcome: 'bad', deviceId: row.id, errors: oneEach(errors) }
  if (!known)
    return {
      outcome: 'added',
      deviceId: row.id,
      fields: { ...BEGINNING, name: row.id, ...given(row) } as RegistryFields,
    }
  const changed = changedFields(known.fields, given(row))
  return changed ? { outcome: 'changed', deviceId: row.id, ...changed } : { outcome: 'unchanged', deviceId: row.id }
}

const KNOWN = `the columns are ${ROW_COLUMNS.join(', ')}`

/** What a device begins with that nobody described further. */
const BEGINNING = {
  labels: {},
  groups: [],
  redundancyGroup: null,
  singlePointOfFailure: false,
  monitoringFidelity: 3,
  keyFingerprint: null,
} satisfies Partial<RegistryFields>

function given(row: RegistryRow): Partial<RegistryFields> {
  const fields = {
    name: row.name,
    siteId: row.site,
    hardwareType: row.hardware_type,
    architecture: row.architecture,
    memoryMb: row.memory_mb,
    diskMb: row.disk_mb,
    labels: row.labels && Object.fromEntries(Object.entries(row.labels).toSorted(([a], [b]) => a.localeCompare(b))),
    groups: row.groups,
    redundancyGroup: row.redundancy_group,
    singlePointOfFailure: row.single_point_of_failure,
    monitoringFidelity: row.monitoring_fidelity,
    keyFingerprint: row.key_fingerprint,
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

function wrongInFile(row: RegistryRow, { sites, ids, keys }: ImportFacts): RowError[] {
  const errors: RowError[] = []
  const earlier = ids.get(row.id)
  if (earlier !== undefined)
    errors.push({ column: 'id', message: `row ${earlier} names ${row.id} already: keep one of the two` })
  if (row.site !== undefined && !sites.has(row.site))
    errors.push({
      column: 'site',
      message: `there is no site ${row.site}: create it first, or write the id of another`,
    })
  const sameKey = row.key_fingerprint ? keys.get(row.key_fingerprint) : undefined
  if (sameKey !== undefined)
    errors.push({ column: 'key_fingerprint', message: `row ${sameKey} has this key already: every device has its own` })
  return errors
}

/** What the device says of itself, and the key it holds, are not a file's to change. */
function wrongOfKnown(row: RegistryRow, known: Registered): RowError[] {
  if (known.revoked)
    return [{ column: 'id', message: `device ${row.id} was revoked: release it first, or leave this row out` }]
  if (known.kind === 'expected') return []
  const said: readonly [RowColumn, unknown, unknown][] = [
    ['hardware_type', row.hardware_type, known.fields.hardwareType],
    ['architecture', row.architecture, known.fields.architecture],
    ['memory_mb', row.memory_mb, known.fields.memoryMb],
    ['disk_mb', row.disk_mb, known.fields.diskMb],
  ]
  const contradicted = said
    .filter(([, wanted, is]) => wanted !== undefined && wanted !== is)
    .map(([column, , is]) => ({ column, message: `the device says ${is}, and it is trusted: leave the cell empty` }))
  const key = row.key_fingerprint
    ? [{ column: 'key_fingerprint', message: 'this device has enrolled with its key: leave the cell empty' }]
    : []
  return [...contradicted, ...key]
}

function missing(row: RegistryRow): RowError[] {
  const needed: readonly RowColumn[] = ['site', 'hardware_type', 'architecture', 'memory_mb', 'disk_mb']
  return needed
    .filter((column) => row[column] === undefined)
    .map((column) => ({ column, message: `device ${row.id} is new: fill in its ${column}` }))
}

type Issue = NonNullable<ReturnType<typeof RegistryRow.safeParse>['error']>['issues'][number]

/** What is wrong with the key of a label stands inside the issue. */
const messageOf = (issue: Issue): string =>
  (issue.code === 'invalid_key' ? issue.issues[0]?.message : null) ?? issue.message

function errorOf(values: Readonly<Record<string, unknown>>, path: readonly string[], message: string): RowError {
  const [column = null, ...inside] = path
  if (column === null) return { column, message }
  const value = values[column]
  if (value === undefined) return { column, message: `fill in the ${column}` }
  if (column === 'labels' && typeof value === 'string')
    return { column, message: `“${shown(value)}” are no labels: write key=value;key=value` }
  const named = column === 'labels' && inside.length > 0 ? inside[0] : typeof value === 'object' ? null : String(value)
  return { column, message: named === null || named === undefined ? message : `“${shown(named)}”: ${message}` }
}

const shown = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

/** The first thing wrong with a column is the one to mend. */
function oneEach(errors: readonly RowError[]): RowError[] {
  return [...new Map(errors.toReversed().map((error) => [error.column, error])).values()].toReversed()
}
