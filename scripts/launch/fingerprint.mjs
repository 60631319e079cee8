import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A hash of what the given files and folders hold, names included; a path that does not exist counts as such. Tests and
 * generated files are left out. @param {string} root @param {readonly string[]} paths relative to it
 */
export function fingerprint(root, paths) {
  const hash = createHash('sha256')
  for (const path of [...paths].sort()) for (const file of filesIn(root, path)) add(hash, root, file)
  return hash.digest('hex')
}

/** @param {string} root @param {string} path @returns {string[]} */
function filesIn(root, path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false })
  if (!stat?.isDirectory()) return [path]
  return readdirSync(join(root, path))
    .filter((name) => !/\.test\.tsx?$/.test(name) && name !== 'generated')
    .sort()
    .flatMap((name) => filesIn(root, `${path}/${name}`))
}

/** @param {import('node:crypto').Hash} hash @param {string} root @param {string} file */
function add(hash, root, file) {
  const there = statSync(join(root, file), { throwIfNoEntry: false })
  const content = there ? readFileSync(join(root, file)) : ''
  hash.update(`${file}\0${there ? content.length : 'none'}\0`).update(content)
}
