import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CsvError, parse } from 'csv-parse'
import { valuesOfCells } from '../../domain/registry/csv-cells.ts'
import { isReportedColumn, isRowColumn, ROW_COLUMNS } from '../../protocol/registry-row.ts'
import { type FileItem, MAX_FILE_BYTES, MAX_FILE_ROWS, TOO_LARGE, TOO_MANY_ROWS } from './file-item.ts'

type Parsed = { readonly record: readonly string[]; readonly info: { readonly lines: number } }

const MAX_ROW_CHARACTERS = 64 * 1024

/** Reads CSV as it comes, comma or semicolon, with the line each row ends on. Memory holds a row at a time. */
export async function* readCsv(bytes: AsyncIterable<Buffer>): AsyncGenerator<FileItem> {
  const { whole, delimiter } = await peek(bytes)
  const parser = parse({
    bom: true,
    info: true,
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    // A stray quote belongs to its cell; one that opens a cell and is never closed ends the reading.
    relax_quotes: true,
    max_record_size: MAX_ROW_CHARACTERS,
  })
  const limit = byteLimit()
  // A failure ends the parser, and with it the loop below, which is where it is dealt with.
  pipeline(whole, limit.stream, parser).catch(() => {})
  let header: readonly string[] | null = null
  let rows = 0
  let line = 0
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      line = info.lines
      if (header === null) {
        header = record.map((name) => name.trim().toLowerCase())
        const wrong = wrongHeader(header)
        if (wrong) return yield { refused: wrong, code: 'malformed' }
        continue
      }
      rows += 1
      if (rows > MAX_FILE_ROWS) return yield TOO_MANY_ROWS
      yield rowOf(header, record, info.lines)
    }
  } catch (cause) {
    if (limit.exceeded()) return yield TOO_LARGE
    if (cause instanceof CsvError) return yield unreadable(line)
    throw cause
  }
  if (header === null) yield { refused: 'The file is empty: begin it with a line of column names.', code: 'malformed' }
}

/** The first line says what separates: a spreadsheet of half of Europe writes semicolons. */
async function peek(bytes: AsyncIterable<Buffer>): Promise<{ whole: AsyncIterable<Buffer>; delimiter: ',' | ';' }> {
  const iterator = bytes[Symbol.asyncIterator]()
  const first = await iterator.next()
  const [line = ''] = first.done ? [] : first.value.toString('utf8').split('\n', 1)
  async function* whole() {
    if (!first.done) yield first.value
    yield* { [Symbol.asyncIterator]: () => iterator }
  }
  return { whole: whole(), delimiter: line.includes(';') && !line.includes(',') ? ';' : ',' }
}

function rowOf(header: readonly string[], record: readonly string[], number: number): FileItem {
  if (record.length !== header.length)
    return { number, broken: `${record.length} cells under ${header.length} columns: add or remove separators` }
  const cells = Object.fromEntries(header.map((name, at) => [name, record[at] ?? '']))
  return record.some((cell) => cell.includes('\uFFFD'))
    ? { number, broken: 'not UTF-8: save the file with that encoding' }
    : { number, values: valuesOfCells(cells) }
}

function wrongHeader(header: readonly string[]): string | null {
  const unknown = header.filter((name) => !isRowColumn(name) && !isReportedColumn(name))
  if (unknown.length > 0)
    return `There is no column “${unknown[0]?.slice(0, 60)}”: the columns are ${ROW_COLUMNS.join(', ')}.`
  const twice = header.find((name, at) => header.indexOf(name) !== at)
  if (twice) return `The column “${twice}” is there twice: remove one.`
  return header.includes('id') ? null : 'There is no column “id”: every row needs the stable id of its device.'
}

/** Passes bytes on up to the limit, then ends: what was read until then is not used. */
function byteLimit(): { stream: Transform; exceeded: () => boolean } {
  let seen = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      seen += chunk.length
      next(seen > MAX_FILE_BYTES ? new Error('too large') : null, chunk)
    },
  })
  return { stream, exceeded: () => seen > MAX_FILE_BYTES }
}

/** Everything behind an open quote would be one endless cell: better no row than half of them. */
const unreadable = (line: number) =>
  ({
    refused: `After line ${line} the file cannot be read: a quote that opens a cell is never closed there. Close it, and send the file again.`,
    code: 'malformed',
  }) as const
