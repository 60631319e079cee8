import type { Readable } from 'node:stream'
import { DataStore, ERRORS, Upload } from '@tus/server'
import { UPLOAD_KEPT_MS } from '../../commands/begin-upload.ts'
import type { Clock } from '../../engine/ports.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'
import type { Incoming } from './incoming.ts'

/** What the tus protocol asks of a store: rows say what was promised, files hold what arrived. */
export class UploadStore extends DataStore {
  readonly #db: PrismaClient
  readonly #incoming: Incoming
  readonly #clock: Clock

  constructor({ db, incoming, clock }: { db: PrismaClient; incoming: Incoming; clock: Clock }) {
    super()
    this.extensions = ['creation', 'termination']
    this.#db = db
    this.#incoming = incoming
    this.#clock = clock
  }

  override async create(upload: Upload): Promise<Upload> {
    await this.#incoming.begin(upload.id)
    return upload
  }

  override async write(bytes: Readable, id: string, offset: number): Promise<number> {
    const expiresAt = new Date(this.#clock.now() + UPLOAD_KEPT_MS)
    // Together: a client that hangs up while the row is written has sent what it has sent.
    const [reached] = await Promise.all([
      this.#incoming.append(id, offset, bytes),
      this.#db.upload.updateMany({ where: { id }, data: { expiresAt } }),
    ])
    return reached
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
