import { z } from 'zod'
import { isReportedColumn } from '../../protocol/registry-row.ts'
import { type FileItem, MAX_FILE_BYTES, MAX_FILE_ROWS, TOO_LARGE, TOO_MANY_ROWS } from './file-item.ts'

const Devices = z.union([
  z.array(z.unknown()),
  z.object({ devices: z.array(z.unknown()) }).transform((all) => all.devices),
])
const Row = z.record(z.string(), z.unknown())

/** Reads a JSON array of devices, or `{"devices": […]}`; rows are numbered by their place, from 1. */
export async function* readJson(bytes: AsyncIterable<Buffer>): AsyncGenerator<FileItem> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of bytes) {
    size += chunk.length
    if (size > MAX_FILE_BYTES) return yield TOO_LARGE
    chunks.push(chunk)
  }
  const parsed = parsedJson(Buffer.concat(chunks).toString('utf8'))
  if (!parsed.ok) return yield { refused: `The file is not JSON: ${parsed.because}.`, code: 'malformed' }
  const devices = Devices.safeParse(parsed.value)
  if (!devices.success) return yield { refused: 'Write an array of devices, or {"devices": […]}.', code: 'malformed' }
  if (devices.data.length > MAX_FILE_ROWS) return yield TOO_MANY_ROWS
  for (const [at, item] of devices.data.entries()) {
    const row = Row.safeParse(item)
    yield row.success
      ? { number: at + 1, values: withoutReported(row.data) }
      : { number: at + 1, broken: 'not an object: write {"id": …}' }
  }
}

function parsedJson(text: string): { ok: true; value: unknown } | { ok: false; because: string } {
  try {
    return { ok: true, value: JSON.parse(text.replace(/^\uFEFF/, '')) }
  } catch (cause) {
    return { ok: false, because: cause instanceof Error ? cause.message.slice(0, 200) : String(cause) }
  }
}

const withoutReported = (row: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(row).filter(([column]) => !isReportedColumn(column)))
