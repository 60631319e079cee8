import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import { REPORTED_COLUMNS, ROW_COLUMNS } from '../../protocol/registry-row.ts'
import type { ExportRow } from '../prisma/registry-export.ts'

/** The rows as CSV. What a spreadsheet would run as a formula gets a quote before it; the import takes it off again. */
export function csvOf(rows: AsyncIterable<ExportRow>): Readable {
  const csv = stringify({
    header: true,
    columns: [...ROW_COLUMNS, ...REPORTED_COLUMNS],
    escape_formulas: true,
    cast: { boolean: (value) => (value ? 'yes' : 'no'), object: cellOf },
  })
  return Readable.from(rows).pipe(csv)
}

/** The rows as one JSON array, a device a line. */
export function jsonOf(rows: AsyncIterable<ExportRow>): Readable {
  return Readable.from(linesOf(rows))
}

async function* linesOf(rows: AsyncIterable<ExportRow>): AsyncGenerator<string> {
  let between = '[\n'
  for await (const row of rows) {
    yield `${between}${JSON.stringify(row)}`
    between = ',\n'
  }
  yield between === '[\n' ? '[]\n' : '\n]\n'
}

const cellOf = (value: object): string =>
  Array.isArray(value)
    ? value.join(';')
    : Object.entries(value)
        .map(([key, one]) => `${key}=${String(one)}`)
        .join(';')
