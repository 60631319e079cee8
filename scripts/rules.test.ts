import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

/** Rows `| rules | what holds | tests |` of a RULES.md; tests are named from its own folder. */
function rows(path: string) {
  const text = readFileSync(join(ROOT, path), 'utf8')
  return [...text.matchAll(/^\| ([^|]*\b[RDI]-?\d+[^|]*) \| [^|]+ \| ([^|]+) \|$/gm)].map(
    ([, rules = '', files = '']) => ({
      rules,
      files: [...files.matchAll(/`([^`]+)`/g)].map(([, file = '']) => join(dirname(path), file)),
    }),
  )
}

test.each([...rows('server/RULES.md'), ...rows('agent/RULES.md')])('$rules is proved in $files', ({ rules, files }) => {
  expect(files.length).toBeGreaterThan(0)
  for (const file of files) expect(existsSync(join(ROOT, file)), `${file} is not there`).toBe(true)
  const worn = files.map((file) => readFileSync(join(ROOT, file), 'utf8')).join()
  const numbers = [...rules.matchAll(/[RDI]-?\d+/g)].map(([number]) => number)
  expect(
    numbers.filter((number) => worn.includes(number)),
    `no test of ${files} wears ${rules}`,
  ).not.toEqual([])
})
