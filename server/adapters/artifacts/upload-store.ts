import type { Readable } from 'node:stream'
import { DataStore, ERRORS, Upload } from '@tus/server'
import type { PrismaClient } from '../prisma/generated/client.ts'
import type { Incoming } from './incoming.ts'

/** What the tus protocol asks of a store: rows say what was promised, files hold what arrived. */
export class UploadStore extends DataStore {
  readonly #db: PrismaClient
  readonly #incoming: Incoming

  constructor(db: PrismaClient, incoming: Incoming) {
    super()
    this.extensions = ['creation', 'termination']
    this.#db = db
    this.#incoming = incoming
  }

  override async create(upload: Upload): Promise<Upload> {
    await this.#incoming.begin(upload.id)
    return upload
  }

  override write(bytes: Readable, id: string, offset: number): Promise<number> {
    return this.#incoming.append(id, offset, bytes)
  }

  override async getUpload(id: string): Promise<Upload> {
    const row = await this.#db.upload.findUnique({ where: { id } })
    if (!row) throw ERRORS.FILE_NOT_FOUND
    const size = Number(row.size)
    const offset = row.finishedAt ? size : await this.#incoming.size(id)
    if (offset === null) throw ERRORS.FILE_NO_LONGER_EXISTS
    return new Upload({ id, size, offset, metadata: { sha256: row.sha256 } })
  }

  override async remove(id: string): Promise<void> {
    await this.#incoming.forget(id)
    await this.#db.upload.deleteMany({ where: { id, finishedAt: null } })
  }
}
