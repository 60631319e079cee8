import { open, readFile, truncate } from 'node:fs/promises'
import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'
import { JournalRecord } from '../engine/journal-record.ts'
import { syncDirectory, writeDurably } from './durable.ts'

/**
 * One line a record: eight hexadecimal digits of CRC-32 over the text, a space, the text. A line that was cut off by
 * a power cut does not have its sum; it and all after it never happened.
 */
export function journalFile(path: string) {
  let named = false

  return {
    async read(): Promise<readonly JournalRecord[]> {
      const bytes = await readFile(path).catch(ifAbsent)
      if (!bytes) return []
      const { records, length } = wholeRecords(bytes)
      if (length < bytes.length) await truncate(path, length)
      return records
    },

    async append(record: JournalRecord): Promise<void> {
      const file = await open(path, 'a', 0o600)
      try {
        await file.appendFile(line(record))
        await file.datasync()
      } finally {
        await file.close()
      }
      if (!named) await syncDirectory(dirname(path))
      named = true
    },

    replace: (records: readonly JournalRecord[]): Promise<void> =>
      writeDurably(path, records.map(line).join(''), 0o600),
  }
}

export function wholeRecords(bytes: Buffer): { records: JournalRecord[]; length: number } {
  const records: JournalRecord[] = []
  let length = 0
  for (let end = bytes.indexOf('\n'); end !== -1; end = bytes.indexOf('\n', length)) {
    const record = parseLine(bytes.subarray(length, end).toString('utf8'))
    if (!record) break
    records.push(record)
    length = end + 1
  }
  return { records, length }
}

function parseLine(text: string): JournalRecord | null {
  const body = text.slice(9)
  if (text.slice(0, 9) !== `${sum(body)} `) return null
  return JournalRecord.safeParse(JSON.parse(body)).data ?? null
}

function line(record: JournalRecord): string {
  const body = JSON.stringify(record)
  return `${sum(body)} ${body}\n`
}

const sum = (text: string): string => crc32(text).toString(16).padStart(8, '0')

function ifAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
