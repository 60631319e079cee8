import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint } from './fingerprint.mjs'
import { CACHE, ROOT } from './places.mjs'

/**
 * Does `make` unless `output` is there and was made from exactly these inputs. Remembered in the cache only after it
 * succeeded. @param {{ name: string, inputs: readonly string[], output: string, make: () => Promise<void> }} step
 */
export async function whenChanged({ name, inputs, output, make }) {
  const stamp = join(CACHE, 'stamps', name)
  const now = fingerprint(ROOT, inputs)
  const before = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
  if (before === now && existsSync(join(ROOT, output))) return
  rmSync(stamp, { force: true })
  await make()
  mkdirSync(join(CACHE, 'stamps'), { recursive: true })
  writeFileSync(stamp, now)
}
