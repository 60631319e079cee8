import { chmod, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { EnrolAnswer } from '../../server/protocol/enrol.ts'
import { makeDirectory, writeDurably } from '../guard/durable.ts'
import { newPrivateKey } from './keys.ts'

/** Who the device is, and whose releases it trusts: pinned at the first start, kept for good. */
export const Identity = EnrolAnswer.extend({ server: z.string() })
export type Identity = z.infer<typeof Identity>

/** The key is on the disk before anybody hears of it: a device that dies while enrolling enrols again as itself. */
export async function privateKeyIn(dir: string): Promise<string> {
  const path = join(dir, 'device.key')
  await makeDirectory(dir, 0o700)
  const kept = await readFile(path, 'utf8').catch(() => null)
  if (kept) {
    await chmod(path, 0o600)
    return kept
  }
  const made = newPrivateKey()
  await writeDurably(path, made, 0o600)
  return made
}

export async function identityIn(dir: string): Promise<Identity | null> {
  const text = await readFile(join(dir, 'identity.json'), 'utf8').catch(() => null)
  return text === null ? null : Identity.parse(JSON.parse(text))
}

export const keepIdentity = (dir: string, identity: Identity): Promise<void> =>
  writeDurably(join(dir, 'identity.json'), `${JSON.stringify(identity, null, 2)}\n`, 0o600)
