import { mkdir, open, rename, rm, symlink } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Whole or not at all, and on the disk when it resolves. */
export async function writeDurably(path: string, contents: string, mode = 0o644): Promise<void> {
  const next = `${path}.next`
  const file = await open(next, 'w', mode)
  try {
    await file.writeFile(contents)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(next, path)
  await syncDirectory(dirname(path)) // the rename itself lives in the directory, not the file
}

export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

/** The link is never absent: a fresh one takes the old one's name. */
export async function pointLink(link: string, target: string): Promise<void> {
  const next = `${link}.next`
  await rm(next, { force: true })
  await symlink(target, next)
  await rename(next, link)
  await syncDirectory(dirname(link))
}

export async function removeDurably(path: string): Promise<void> {
  await rm(path, { force: true, recursive: true })
  await syncDirectory(dirname(path))
}

export async function makeDirectory(path: string, mode = 0o755): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode })
  if (first) await syncDirectory(dirname(first))
}
