import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

/** Rows `| rule | claim | file |` of a RULES.md. */
const rows = (path: string) =>
  [...read(path).matchAll(/^\| ([RDI]-?\d+) \| [^|]+ \| (\S+) \|$/gm)].map(([, rule = '', file = '']) => ({
    rule,
    file,
    path,
  }))

test.each([...rows('server/RULES.md'), ...rows('agent/RULES.md')])(
  '$path: $rule is proved in $file',
  ({ rule, file }) => {
    expect(existsSync(join(ROOT, file)), `${file} is not there`).toBe(true)
    // `[R-025 … R-036]` proves the range it names, `$rule` is filled in by a table below it.
    expect(read(file)).toContain(rule)
  },
)
