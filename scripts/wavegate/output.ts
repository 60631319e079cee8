/** Where a command writes: a terminal or a test. */
export type Streams = { out(text: string): void; err(text: string): void }

/**
 * Words go to stdout. With `--json` the machine's form goes there, as one line, and words go to stderr: the last line of
 * stdout is then always one JSON document.
 */
export class Output {
  readonly json: boolean
  readonly #streams: Streams

  constructor(json: boolean, streams: Streams) {
    this.json = json
    this.#streams = streams
  }

  result(value: unknown, words: string): void {
    if (this.json) {
      if (words) this.note(words)
      this.#streams.out(`${JSON.stringify(value)}\n`)
    } else if (words) this.#streams.out(`${words}\n`)
  }

  /** Progress and remarks: never on stdout. */
  note(text: string): void {
    this.#streams.err(`${text}\n`)
  }
}

/** Columns as wide as their widest cell; the last one is as long as it likes. Numbers stand to the right. */
export function columns(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const text = [head, ...rows.map((row) => row.map(String))]
  const widths = head.map((_, at) => Math.max(...text.map((row) => [...(row[at] ?? '')].length)))
  const toTheRight = head.map((_, at) => rows.length > 0 && rows.every((row) => typeof row[at] === 'number'))
  return text.map((row) => line(row, widths, toTheRight)).join('\n')
}

function line(row: readonly string[], widths: readonly number[], toTheRight: readonly boolean[]): string {
  return row
    .map((cell, at) => {
      const gap = ' '.repeat(Math.max(0, (widths[at] ?? 0) - [...cell].length))
      return toTheRight[at] ? gap + cell : cell + gap
    })
    .join('  ')
    .trimEnd()
}

/** `name  value` lines, the names in one column. */
export const facts = (pairs: readonly (readonly [string, string | number | null])[]): string =>
  pairs
    .map(([name, value]) => `${name.padEnd(Math.max(...pairs.map(([one]) => one.length)))}  ${value ?? '–'}`)
    .join('\n')

export const time = (at: number | null): string =>
  at === null ? '–' : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
