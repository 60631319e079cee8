import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CannotStart } from './cannot-start.ts'

export type HeldFolder = { path: string; release(): void }

const LOCKED = 5 // SQLITE_BUSY

/** A lock that nobody refers to is closed when it is collected: whoever holds a folder may not have to keep what they got. */
const held = new Set<DatabaseSync>()

/**
 * Makes the folder (mode 0700) when there is none and holds it for this process: a second Wavegate server on it is refused
 * with the first one's pid. The operating system owns the lock and drops it when the process ends, however it ends, so a
 * lock is never stale and a reused pid never refuses anybody. Throws `CannotStart`.
 */
export function holdDataFolder(dataFolder: string): HeldFolder {
  const path = resolve(dataFolder)
  const note = join(path, 'server.pid')
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    const lock = osLock(join(path, 'server.lock'))
    held.add(lock)
    writeFileSync(note, `${process.pid}\n`)
    return {
      path,
      release() {
        rmSync(note, { force: true })
        held.delete(lock)
        lock.close()
      },
    }
  } catch (error) {
    throw refusal(error, path, note)
  }
}

/** Node has no lock of its own that the system releases; SQLite, which it brings, has one on every platform. */
function osLock(file: string): DatabaseSync {
  const lock = new DatabaseSync(file, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    throw error
  }
}

function refusal(error: unknown, path: string, note: string): unknown {
  if (!(error instanceof Error)) return error
  if ('errcode' in error && error.errcode === LOCKED)
    return new CannotStart(
      `Another Wavegate server (pid ${holder(note)}) is using the data folder ${path}: stop it, or set WAVEGATE_DATA to another folder.`,
    )
  const code = 'code' in error ? error.code : ''
  return new CannotStart(
    `Wavegate cannot write in its data folder ${path} (${code === 'ERR_SQLITE_ERROR' ? error.message : code}): ` +
      `make it writable for this user, or set WAVEGATE_DATA to a folder that is.`,
    { cause: error },
  )
}

function holder(note: string): string {
  try {
    return readFileSync(note, 'utf8').trim()
  } catch {
    return 'unknown'
  }
}
