import { open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Reads a secret of the data folder, or makes it on the first start: owner-readable only, durable before it is used. */
export async function secretFile(path: string, make: () => string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (!isMissing(error)) throw error
  }
  const secret = make()
  const next = `${path}.new`
  const file = await open(next, 'w', 0o600)
  await file.writeFile(secret)
  await file.sync()
  await file.close()
  await rename(next, path)
  const folder = await open(dirname(path), 'r')
  await folder.sync() // the rename itself lives in the folder, not in the file
  await folder.close()
  return secret
}

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'
