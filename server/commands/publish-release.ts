import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { manifestText } from '../domain/release/manifest-text.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { PublishRelease } from '../protocol/commands/publish-release.ts'
import { ReleaseId } from '../protocol/ids.ts'
import type { SignedManifest } from '../protocol/manifest.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Counts, dates and signs a release whose artifacts are all here. A version is published once and never changes. */
export async function publishRelease(
  ctx: CommandContext,
  { notes, ...release }: PublishRelease,
  sign: (text: string) => SignedManifest,
): Promise<Ack<{ id: ReleaseId }>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'publish a release')
  if (forbidden) return forbidden
  return ctx.db.$transaction(async (tx) => {
    // One publisher of a name at a time, so that counters are given once and only grow.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`release:${release.name}`}, 0))`
    const refused = await missing(tx, release)
    if (refused) return refused
    const newest = await tx.release.aggregate({ where: { name: release.name }, _max: { counter: true } })
    const counter = (newest._max.counter ?? 0) + 1
    const text = manifestText(release, counter, ctx.now)
    if (!text.ok) return text
    const id = ReleaseId.parse(ctx.newId())
    const signed = sign(text.value)
    await tx.release.create({
      data: {
        id,
        name: release.name,
        version: release.version,
        counter,
        notes,
        ...signed,
        createdBy: ctx.person.name,
        createdAt: new Date(ctx.now),
      },
    })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'release.publish',
      object: { kind: 'release', id },
      outcome: 'done',
      reason: `${release.name} ${release.version}`,
    })
    return accept({ id })
  })
}

async function missing(tx: Prisma.TransactionClient, release: Pick<PublishRelease, 'name' | 'version' | 'artifacts'>) {
  const { name, version, artifacts } = release
  if (await tx.release.findUnique({ where: { name_version: { name, version } } }))
    return refuse('conflict', `${name} ${version} is published already: give the new build another version.`)
  const found = await tx.artifact.findMany({ where: { sha256: { in: artifacts.map((artifact) => artifact.sha256) } } })
  const sizes = new Map(found.map((artifact) => [artifact.sha256, Number(artifact.size)]))
  for (const { sha256, size } of artifacts) {
    if (!sizes.has(sha256))
      return refuse('not-found', `Upload artifact ${sha256} first: PUT /api/v1/artifacts/${sha256}.`)
    if (sizes.get(sha256) !== size)
      return refuse('malformed', `Artifact ${sha256} has ${sizes.get(sha256)} bytes, the release says ${size}.`)
  }
  return null
}
