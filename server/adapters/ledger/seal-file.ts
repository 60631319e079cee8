import { open, readFile } from 'node:fs/promises'
import type { PrismaClient } from '../prisma/generated/client.ts'
import { isMissing } from '../secret-file.ts'

/** Seals written at once at most; the rest follows at the next turn. */
const PAGE = 1_000

/**
 * Every seal again, one line each, in a file outside the database: who changes the database has to change this too. What a crash
 * left out is written at the next turn. Throws when the database no longer holds what the file does.
 */
export class SealFile {
  readonly path: string
  #last: { number: number; hash: string } | null = null

  constructor(path: string) {
    this.path = path
  }

  async catchUp(db: PrismaClient): Promise<void> {
    const last = this.#last ?? lastOf(await this.#read())
    if (last.number > 0) {
      const stored = await db.ledgerSeal.findUnique({ where: { number: last.number }, select: { hash: true } })
      if (stored?.hash !== last.hash)
        throw new Error(
          `the database's seal ${last.number} is not the one in ${this.path}: its ledger was changed or replaced`,
        )
    }
    this.#last = last
    const seals = await db.ledgerSeal.findMany({
      where: { number: { gt: last.number } },
      select: { number: true, at: true, hash: true },
      orderBy: { number: 'asc' },
      take: PAGE,
    })
    const newest = seals.at(-1)
    if (!newest) return
    await this.#append(seals.map((seal) => `${seal.number} ${seal.at.toISOString()} ${seal.hash}\n`).join(''))
    this.#last = newest
  }

  async #read(): Promise<string> {
    try {
      return await readFile(this.path, 'utf8')
    } catch (error) {
      if (isMissing(error)) return ''
      throw error
    }
  }

  async #append(lines: string): Promise<void> {
    const file = await open(this.path, 'a', 0o600)
    try {
      await file.writeFile(lines)
      await file.sync()
    } finally {
      await file.close()
    }
  }
}

/** A line that a crash cut off is no line: its seal is written again. */
function lastOf(text: string): { number: number; hash: string } {
  const seals = [...text.matchAll(/^(\d+) \S+ ([0-9a-f]{64})$/gm)]
  const [, number = '0', hash = ''] = seals.at(-1) ?? []
  return { number: Number(number), hash }
}
