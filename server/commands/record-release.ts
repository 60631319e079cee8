import { holdArtifacts } from '../adapters/prisma/artifact-gone.ts'
import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import { ReleaseId, type Sha256 } from '../protocol/ids.ts'
import type { ReleaseManifest, SignedManifest } from '../protocol/manifest.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'

/** What only the process knows of a release: whether its key vouches for it, and what the store holds. */
export type ReleaseProof = {
  verifyManifest(signed: SignedManifest): boolean
  artifactSize(sha256: Sha256): Promise<number | null>
}

type Tx = Prisma.TransactionClient
type Named = Pick<ReleaseManifest, 'name' | 'version' | 'artifacts'>

/** One publisher of a name at a time, so that counters are given once and only grow. Answers the newest so far. */
export async function newestCounter(tx: Tx, name: string): Promise<number> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`release:${name}`}, 0))`
  const newest = await tx.release.aggregate({ where: { name }, _max: { counter: true } })
  return newest._max.counter ?? 0
}

/** Publishes signed text, whoever signed it: the signature, the version and the bytes are checked here, once for all ways in. */
export async function recordRelease(
  tx: Tx,
  ctx: CommandContext,
  { signed, manifest, notes }: { signed: SignedManifest; manifest: ReleaseManifest; notes: string },
  proof: ReleaseProof,
): Promise<Ack<{ id: ReleaseId }>> {
  if (!proof.verifyManifest(signed))
    return refuse('conflict', 'The manifest is not signed with this server’s release key: sign it again with that key.')
  const missing = (await versionTaken(tx, manifest)) ?? (await bytesMissing(tx, manifest, proof))
  if (missing) return missing
  const id = ReleaseId.parse(ctx.newId())
  const { name, version, counter } = manifest
  await tx.release.create({
    data: { id, name, version, counter, notes, ...signed, createdBy: ctx.person.name, createdAt: new Date(ctx.now) },
  })
  await audit(tx, {
    at: ctx.now,
    actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
    action: 'release.publish',
    object: { kind: 'release', id },
    outcome: 'done',
    reason: `${name} ${version}`,
    after: { counter, keyId: signed.keyId },
  })
  return accept({ id })
}

async function versionTaken(tx: Tx, { name, version }: Named): Promise<ReturnType<typeof refuse> | null> {
  return (await tx.release.findUnique({ where: { name_version: { name, version } } }))
    ? refuse('conflict', `${name} ${version} is published already: give the new build another version.`)
    : null
}

/** A row is not the bytes: the store is asked too. */
async function bytesMissing(
  tx: Tx,
  { artifacts }: Named,
  { artifactSize }: ReleaseProof,
): Promise<ReturnType<typeof refuse> | null> {
  const wanted = artifacts.map(({ sha256 }) => sha256)
  await holdArtifacts(tx, wanted)
  const found = await tx.artifact.findMany({ where: { sha256: { in: wanted }, removingAt: null } })
  const sizes = new Map(found.map((artifact) => [artifact.sha256, Number(artifact.size)]))
  for (const { sha256, size } of artifacts) {
    if (!sizes.has(sha256))
      return refuse('not-found', `Upload artifact ${sha256} first: PUT /api/v1/artifacts/${sha256}.`)
    if (sizes.get(sha256) !== size)
      return refuse('malformed', `Artifact ${sha256} has ${sizes.get(sha256)} bytes, the release says ${size}.`)
    if ((await artifactSize(sha256)) !== size)
      return refuse('not-found', `The store has lost bytes of artifact ${sha256}: upload it again.`)
  }
  return null
}
