import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { CannotStart } from '../postgres/cannot-start.ts'
import { secretFile } from '../secret-file.ts'
import { configKeyFingerprint, provideConfigKey } from './config-key.ts'
import { secretPaths } from './current-config.ts'
import type { Prisma, PrismaClient } from './generated/client.ts'
import { sealStored } from './seal-stored.ts'

export type ConfigKeyPlace = {
  /** brought by the owner, or made by the first start */
  readonly kind: 'brought' | 'made'
  readonly path: string
}

const SETTING = 'config-key'
/** As many as a good key has in hexadecimal; a word somebody typed is none. */
const FEWEST_CHARACTERS = 32

/**
 * Opens the key of secret configuration values and seals what is still in clear from before. It lies beside the database, not in it:
 * a copy of the database alone says no secret. Throws `CannotStart` when the database was sealed with another one.
 */
export async function openConfigKey(db: PrismaClient, place: ConfigKeyPlace): Promise<void> {
  provideConfigKey(await read(place))
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('config', 0))`
    const secrets = await secretPaths(tx)
    await claim(tx, place, secrets.length > 0)
    await sealStored(tx, secrets)
  })
}

async function read({ kind, path }: ConfigKeyPlace): Promise<string> {
  if (kind === 'made') return secretFile(path, () => randomBytes(32).toString('base64url'))
  const key = await readFile(path, 'utf8').then(
    (text) => text.trim(),
    () => null,
  )
  if (key === null) throw new CannotStart(`WAVEGATE_CONFIG_KEY names ${path}, which cannot be read.`)
  if (key.length >= FEWEST_CHARACTERS) return key
  throw new CannotStart(`WAVEGATE_CONFIG_KEY names ${path}: it needs at least ${FEWEST_CHARACTERS} random characters.`)
}

async function claim(tx: Prisma.TransactionClient, { path }: ConfigKeyPlace, inUse: boolean): Promise<void> {
  const fingerprint = configKeyFingerprint()
  const known = await tx.setting.findUnique({ where: { key: SETTING } })
  if (known && known.value !== fingerprint && inUse)
    throw new CannotStart(
      `The secret configuration values in this database were sealed with the key ${String(known.value)}, and ${path} is another ` +
        `(${fingerprint}): bring that key back, or name its file as WAVEGATE_CONFIG_KEY.`,
    )
  const data = { value: fingerprint, updatedBy: 'Wavegate', updatedAt: new Date() }
  await tx.setting.upsert({ where: { key: SETTING }, create: { key: SETTING, ...data }, update: data })
}
