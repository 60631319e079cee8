import { manifestText } from '../domain/release/manifest-text.ts'
import { type Ack, refuse } from '../protocol/ack.ts'
import type { PublishRelease } from '../protocol/commands/publish-release.ts'
import type { ReleaseId } from '../protocol/ids.ts'
import { ReleaseManifest, type SignedManifest } from '../protocol/manifest.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'
import { newestCounter, type ReleaseProof, recordRelease } from './record-release.ts'

/** Counts, dates and signs a release whose artifacts are all here. A version is published once and never changes. */
export async function publishRelease(
  ctx: CommandContext,
  { notes, ...release }: PublishRelease,
  /** `sign` is null when the private key is kept elsewhere */
  { sign, ...proof }: ReleaseProof & { sign: ((text: string) => SignedManifest) | null },
): Promise<Ack<{ id: ReleaseId }>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'publish a release')
  if (forbidden) return forbidden
  if (!sign)
    return refuse(
      'conflict',
      'This server holds no private key: sign where the key is (`wavegate release sign`), then publish what that wrote (`wavegate release publish`, or POST /api/v1/releases/signed).',
    )
  const published = await ctx.db.$transaction(async (tx) => {
    const counter = (await newestCounter(tx, release.name)) + 1
    const text = manifestText(release, counter, ctx.now)
    if (!text.ok) return text
    const manifest = ReleaseManifest.parse(JSON.parse(text.value))
    return recordRelease(tx, ctx, { signed: sign(text.value), manifest, notes }, proof)
  })
  if (published.ok) ctx.tell.changed('releases')
  return published
}
