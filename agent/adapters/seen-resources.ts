import { readdir } from 'node:fs/promises'

const KINDS: readonly [RegExp, string][] = [
  [/^video\d+$/, 'camera'],
  [/^tty(USB|ACM)\d+$/, 'serial'],
  [/^i2c-\d+$/, 'i2c'],
  [/^can\d+$/, 'can'],
]
const MOST = 64

/** What hangs on this machine, by the names the kernel gives; nothing where there are none. */
export async function seenResources(): Promise<{ kind: string; id: string }[]> {
  const names = await readdir('/dev').catch(() => [])
  return names
    .sort()
    .flatMap((name) => {
      const kind = KINDS.find(([pattern]) => pattern.test(name))?.[1]
      return kind ? [{ kind, id: `/dev/${name}` }] : []
    })
    .slice(0, MOST)
}
