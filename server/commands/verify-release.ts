import { type Ack, accept, refuse } from '../protocol/ack.ts'
import { Instant, type ReleaseId, type Sha256 } from '../protocol/ids.ts'
import { ReleaseManifest, type SignedManifest } from '../protocol/manifest.ts'
import type { ReleaseVerified } from '../protocol/views/release-view.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

export type Verifier = {
  verifyManifest(signed: SignedManifest): boolean
  /** reads all bytes and answers what they hash to; null when they are not there */
  digest(sha256: Sha256): Promise<Sha256 | null>
}

/** Hashes what the store holds of a release again, and looks at the signature again. Bytes rot; rows do not notice. */
export async function verifyRelease(
  ctx: CommandContext,
  id: ReleaseId,
  { verifyManifest, digest }: Verifier,
): Promise<Ack<ReleaseVerified>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'verify a release')
  if (forbidden) return forbidden
  const release = await ctx.db.release.findUnique({ where: { id } })
  if (!release) return refuse('not-found', 'There is no such release.')
  const wanted = new Set(ReleaseManifest.parse(JSON.parse(release.manifest)).artifacts.map(({ sha256 }) => sha256))
  const artifacts: ReleaseVerified['artifacts'] = []
  // One after the other: this is the disk's work, and devices download from the same disk.
  for (const sha256 of wanted) artifacts.push({ sha256, actual: await digest(sha256) })
  const signed = verifyManifest(release)
  const bad = artifacts.filter(({ sha256, actual }) => sha256 !== actual)
  await ctx.db.$transaction(async (tx) => {
    for (const { sha256, actual } of artifacts)
      await tx.artifact.updateMany({
        where: { sha256 },
        data: { verifiedAt: new Date(ctx.now), verifiedSha256: actual },
      })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'release.verify',
      object: { kind: 'release', id },
      outcome: 'done',
      reason: bad.length === 0 && signed ? 'all bytes and the signature hold' : said(bad, signed),
      after: { signed, artifacts },
    })
  })
  ctx.tell.changed('releases')
  return accept({ at: Instant.parse(ctx.now), signed, artifacts })
}

function said(bad: ReleaseVerified['artifacts'], signed: boolean): string {
  const bytes = bad.map(
    ({ sha256, actual }) => `${sha256.slice(0, 12)} ${actual ? `is ${actual.slice(0, 12)}` : 'is gone'}`,
  )
  return [...(signed ? [] : ['the signature does not hold']), ...bytes].join('; ')
}
