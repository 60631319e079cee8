import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { sha256Of } from '../prisma/content-hash.ts'

const DECIDES = join(import.meta.dirname, '../../domain/rollout/decide.ts')

let known: string | null = null

/**
 * Names the code that decides: a digest over `decide` and every file it takes a value from. Nobody has to remember to
 * count it up, and two builds that decide by the same code have the same version.
 */
export function ruleVersion(): string {
  known ??= sha256Of(
    sourcesFrom(DECIDES)
      .map(([, text]) => text)
      .join('\0'),
  ).slice(0, 16)
  return known
}

/** A file and all that it imports, in the order of their paths. */
function sourcesFrom(start: string): (readonly [path: string, text: string])[] {
  const found = new Map<string, string>()
  const open = [start]
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path)) continue
    const text = readFileSync(path, 'utf8')
    found.set(path, text)
    // `import type` and a module without a value leave nothing behind at run time.
    for (const [, from = ''] of text.matchAll(/^(?:import(?! type)|export) [^;]*?from '(\.[^']+)'/gm))
      open.push(resolve(dirname(path), from))
  }
  return [...found].toSorted(([one], [other]) => (one < other ? -1 : 1))
}
