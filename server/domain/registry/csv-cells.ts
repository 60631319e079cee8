import { REPORTED_COLUMNS } from '../../protocol/registry-row.ts'

/** How a cell says “nothing”, where an empty one says “as it is”. */
const NOTHING = 'none'

/**
 * The cells of a CSV row as the values they stand for. What cannot be read stays text, for the schema to say what is wrong
 * with it. Labels are `key=value;key=value`, groups `one;two`.
 */
export function valuesOfCells(cells: Readonly<Record<string, string>>): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [column, cell] of Object.entries(cells)) {
    const text = unescaped(cell).trim()
    if (text !== '' && !REPORTED_COLUMNS.some((one) => one === column)) values[column] = meant(column, text)
  }
  return values
}

function meant(column: string, text: string): unknown {
  switch (column) {
    case 'memory_mb':
    case 'disk_mb':
    case 'monitoring_fidelity':
      return /^\d{1,15}$/.test(text) ? Number(text) : text
    case 'single_point_of_failure':
      return FLAG[text.toLowerCase()] ?? text
    case 'labels':
      return text === NOTHING ? {} : labelsOf(text)
    case 'groups':
      return text === NOTHING ? [] : parts(text)
    case 'redundancy_group':
    case 'key_fingerprint':
      return text === NOTHING ? null : text
    default:
      return text
  }
}

const FLAG: Readonly<Record<string, boolean>> = {
  yes: true,
  true: true,
  '1': true,
  no: false,
  false: false,
  '0': false,
}

/** The text itself when one part is no `key=value`: the schema refuses it. */
function labelsOf(text: string): Record<string, string> | string {
  const entries = parts(text).map((part): [string, string] | null => {
    const at = part.indexOf('=')
    return at < 1 ? null : [part.slice(0, at).trim(), part.slice(at + 1).trim()]
  })
  return entries.every((entry) => entry !== null) ? Object.fromEntries(entries) : text
}

const parts = (text: string) =>
  text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** An export puts a quote before what a spreadsheet would run as a formula: it is taken off again. */
const unescaped = (cell: string) => cell.replace(/^'(?=[=+\-@\t\r])/, '')
