import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { EnrolAnswer } from '../../server/protocol/enrol.ts'
import { writeDurably } from '../guard/durable.ts'

/** Who the device is, and whose releases it trusts: pinned at the first start, kept for good. */
export const Identity = EnrolAnswer.extend({ server: z.string() })
export type Identity = z.infer<typeof Identity>

export async function identityIn(dir: string): Promise<Identity | null> {
  const text = await readFile(join(dir, 'identity.json'), 'utf8').catch(() => null)
  return text === null ? null : Identity.parse(JSON.parse(text))
}

export const keepIdentity = (dir: string, identity: Identity): Promise<void> =>
  writeDurably(join(dir, 'identity.json'), `${JSON.stringify(identity, null, 2)}\n`, 0o600)
