import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ZodType } from 'zod'

/** A JSON file that only its owner may read, replaced as a whole. One that does not read counts as not there. */
export class PrivateFile<T> {
  readonly path: string
  readonly #schema: ZodType<T>
  readonly #none: T

  constructor(path: string, schema: ZodType<T>, none: T) {
    this.path = path
    this.#schema = schema
    this.#none = none
  }

  read(): T {
    try {
      return this.#schema.parse(JSON.parse(readFileSync(this.path, 'utf8')))
    } catch {
      return this.#none
    }
  }

  write(value: T): void {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 })
    const next = `${this.path}.${process.pid}`
    try {
      writeFileSync(next, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
      chmodSync(next, 0o600) // also where the process's mask is wider
      renameSync(next, this.path)
    } finally {
      rmSync(next, { force: true })
    }
  }
}
