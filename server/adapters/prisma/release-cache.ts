import type { ReleaseId, Sha256 } from '../../protocol/ids.ts'
import { ReleaseId as ReleaseIdSchema } from '../../protocol/ids.ts'
import { ReleaseManifest, type SignedManifest } from '../../protocol/manifest.ts'
import type { PrismaClient } from './generated/client.ts'

export type CachedRelease = {
  readonly id: ReleaseId
  readonly signed: SignedManifest
  readonly manifest: ReleaseManifest
}

/** Releases never change once published: each is read and parsed once a process. */
export class ReleaseCache {
  readonly #byId = new Map<string, CachedRelease>()
  readonly #db: PrismaClient

  constructor(db: PrismaClient) {
    this.#db = db
  }

  async byId(ids: readonly string[]): Promise<ReadonlyMap<string, CachedRelease>> {
    const unknown = [...new Set(ids)].filter((id) => !this.#byId.has(id))
    if (unknown.length > 0) this.#keep(await this.#db.release.findMany({ where: { id: { in: unknown } } }))
    return this.#byId
  }

  /** The release a running artifact belongs to, by the name and version the device gives; null when it is none of ours. */
  async ofRunning(running: { name: string; version: string; sha256: Sha256 }): Promise<CachedRelease | null> {
    const matches = ({ manifest }: CachedRelease) =>
      manifest.name === running.name &&
      manifest.version === running.version &&
      manifest.artifacts.some(({ sha256 }) => sha256 === running.sha256)
    const known = [...this.#byId.values()].find(matches)
    if (known) return known
    const { name, version } = running
    const kept = this.#keep(await this.#db.release.findMany({ where: { name, version } }))
    return kept.find(matches) ?? null
  }

  #keep(rows: readonly { id: string; manifest: string; signature: string; keyId: string }[]): CachedRelease[] {
    return rows.map(({ id, manifest, signature, keyId }) => {
      const release = {
        id: ReleaseIdSchema.parse(id),
        signed: { manifest, signature, keyId },
        manifest: ReleaseManifest.parse(JSON.parse(manifest)),
      }
      this.#byId.set(id, release)
      return release
    })
  }
}
