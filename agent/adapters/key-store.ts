import { chmod, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { makeDirectory, syncDirectory, writeDurably } from '../guard/durable.ts'
import { newPrivateKey } from './keys.ts'

/** PEM of private keys. `next`: the one it changes to, until the server knows the device by it. */
export type HeldKeys = { readonly own: string; readonly next: string | null }

/** Where a device keeps its keys. Each change is durable when it resolves, and at no moment is there none. */
export type KeyStore = {
  read(): Promise<HeldKeys>
  keepNext(pem: string): Promise<void>
  /** the next key takes the place of its own */
  promote(): Promise<void>
}

/** `device.key` and, while the device changes it, `next-device.key`; nobody else may read them. */
export function keyFiles(dir: string): KeyStore {
  const own = join(dir, 'device.key')
  const next = join(dir, 'next-device.key')
  return {
    async read() {
      await makeDirectory(dir, 0o700)
      const [kept, coming] = [await contents(own), await contents(next)]
      if (kept !== null) {
        await chmod(own, 0o600)
        return { own: kept, next: coming }
      }
      // On the disk before anybody hears of it: a device that dies while enrolling enrols again as itself.
      const made = newPrivateKey()
      await writeDurably(own, made, 0o600)
      return { own: made, next: null }
    },
    keepNext: (pem) => writeDurably(next, pem, 0o600),
    async promote() {
      await rename(next, own)
      await syncDirectory(dir)
    },
  }
}

const contents = (path: string): Promise<string | null> => readFile(path, 'utf8').then((text) => text || null, ifAbsent)

/** A key that cannot be read is not a key that was never made. */
function ifAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
