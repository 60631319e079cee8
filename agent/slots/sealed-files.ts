import { createHash } from 'node:crypto'
import { lstat, open, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../../server/protocol/canonical-json.ts'
import { CONFIG_FILE, configIn, type Held, type HeldText, MOST_CONFIG_BYTES } from '../engine/held.ts'
import { writeDurably } from '../guard/durable.ts'

/** The last file written into a slot, and the first removed: a slot without it holds no release. */
export const SEAL = 'VERSION'
/** The digest of every file under the seal, so that one that changed can be named. */
const LIST = 'wavegate.files.json'

/** Files of the agent in a slot, which no archive may bring. */
export const AGENT_FILES: readonly string[] = [SEAL, CONFIG_FILE, LIST]

type Digest = Held['configDigest']
type Sealed = Readonly<Record<string, Digest>>

export const digestOf = (bytes: string | Buffer): Digest => createHash('sha256').update(bytes).digest('hex') as Digest

export const digestOfConfig = (held: HeldText): Digest => {
  if (held.is !== 'text') return digestOf(held.is === 'missing' ? '' : `${held.bytes} bytes`)
  const document = configIn(held.text)
  return digestOf(document ? canonicalJson(document) : held.text)
}

export async function readConfig(root: string): Promise<HeldText> {
  const path = join(root, CONFIG_FILE)
  const found = await stat(path).catch(() => null)
  if (!found?.isFile()) return { is: 'missing' }
  if (found.size > MOST_CONFIG_BYTES) return { is: 'too-large', bytes: found.size }
  const text = await readFile(path, 'utf8').catch(() => null)
  return text === null ? { is: 'missing' } : { is: 'text', text }
}

/** Over every file's path, mode and bytes as the disk gives them back, in the order of their paths; and each by itself. */
export async function readTree(root: string): Promise<{ treeSha256: string; files: Sealed }> {
  const whole = createHash('sha256')
  const files: Record<string, Digest> = {}
  for (const path of await filesBelow(root)) {
    const one = createHash('sha256')
    const file = await open(join(root, path), 'r')
    try {
      const { mode, size } = await file.stat()
      whole.update(`${path}\0${mode & 0o111 ? 'x' : '-'}\0${size}\0`)
      for await (const chunk of file.createReadStream({ autoClose: false })) {
        whole.update(chunk)
        one.update(chunk)
      }
    } finally {
      await file.close()
    }
    files[path] = one.digest('hex') as Digest
  }
  return { treeSha256: whole.digest('hex'), files }
}

export const writeList = (root: string, files: Sealed): Promise<void> =>
  writeDurably(join(root, LIST), `${JSON.stringify(files)}\n`)

/**
 * What lies in a sealed slot. A file is read again only when its inode, size or time stamps are other than the last time; the first look
 * of a process reads everything.
 */
export function watchedSlot(root: string) {
  const seen = new Map<string, { stamp: string; sha256: Digest }>()
  let list: { stamp: string; files: Sealed } | null = null

  async function sealedFiles(): Promise<Sealed> {
    const stamp = await stampOf(join(root, LIST))
    if (stamp === null) return {} // sealed by an older agent: nothing is known file by file
    if (list?.stamp !== stamp) {
      list = { stamp, files: JSON.parse(await readFile(join(root, LIST), 'utf8')) as Sealed }
      seen.clear()
    }
    return list.files
  }

  return async function look(): Promise<Held> {
    const sealed = await sealedFiles()
    const paths = Object.keys(sealed)
    const changed: Held['changed'][number][] = []
    for (const path of paths) {
      const known = sealed[path]
      const found = await digestNow(path)
      if (known && found !== known) changed.push({ path: path.slice(0, 300), sealed: known, found })
    }
    const config = await readConfig(root)
    return { config, configDigest: digestOfConfig(config), files: paths.length, changed }
  }

  async function digestNow(path: string): Promise<Digest | null> {
    const place = join(root, path)
    const stamp = await stampOf(place)
    if (stamp === null) return null
    const before = seen.get(path)
    if (before?.stamp === stamp) return before.sha256
    const sha256 = await digestOfFile(place)
    if (sha256) seen.set(path, { stamp, sha256 })
    return sha256
  }
}

async function stampOf(path: string): Promise<string | null> {
  const found = await lstat(path, { bigint: true }).catch(() => null)
  return found?.isFile() ? `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}` : null
}

async function digestOfFile(path: string): Promise<Digest | null> {
  const file = await open(path, 'r').catch(() => null)
  if (!file) return null
  try {
    const hash = createHash('sha256')
    for await (const chunk of file.createReadStream({ autoClose: false })) hash.update(chunk)
    return hash.digest('hex') as Digest
  } finally {
    await file.close()
  }
}

async function filesBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((path) => !AGENT_FILES.some((name) => path === name || path === `${name}.next`))
    .sort()
}
