import { Sha256 } from '../../protocol/ids.ts'
import { ReleaseManifest } from '../../protocol/manifest.ts'
import { Prisma } from './generated/client.ts'

type Named = { readonly name: string; readonly version: string; readonly manifest: string }

/**
 * The sentence when bytes of one of these releases were removed from the store, or are going; else null. Whoever relies on the
 * answer does so in this transaction: what is here stays until it has ended.
 */
export async function bytesGone(tx: Prisma.TransactionClient, releases: readonly Named[]): Promise<string | null> {
  const owners = new Map<string, Named>()
  for (const release of releases)
    for (const { sha256 } of ReleaseManifest.parse(JSON.parse(release.manifest)).artifacts) owners.set(sha256, release)
  const wanted = [...owners.keys()]
  await holdArtifacts(tx, wanted)
  const [going, removed] = await Promise.all([
    tx.artifact.findFirst({ where: { sha256: { in: wanted }, removingAt: { not: null } } }),
    tx.removedArtifact.findFirst({ where: { sha256: { in: wanted } } }),
  ])
  const gone = going ?? removed
  const owner = gone && owners.get(gone.sha256)
  if (!owner) return null
  return `The bytes of ${owner.name} ${owner.version} were removed from the store, because nothing needed them: upload artifact ${Sha256.parse(gone.sha256).slice(0, 12)} again first.`
}

/** Whoever removes an artifact waits for this transaction, and then looks again whether something needs it. */
export async function holdArtifacts(tx: Prisma.TransactionClient, sha256s: readonly string[]): Promise<void> {
  await tx.$executeRaw(
    Prisma.sql`select 1 from "Artifact" where "sha256" = any(${[...sha256s]}) order by "sha256" for share`,
  )
}
