import { manifestProblem } from '../domain/release/manifest-problem.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { PublishSignedRelease } from '../protocol/commands/publish-signed-release.ts'
import type { ReleaseId } from '../protocol/ids.ts'
import { ReleaseManifest } from '../protocol/manifest.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'
import { newestCounter, type ReleaseProof, recordRelease } from './record-release.ts'

/** The key stays offline: the server takes what it signed, looks at it only after the signature held, and never changes it. */
export async function publishSignedRelease(
  ctx: CommandContext,
  { notes, ...signed }: PublishSignedRelease,
  proof: ReleaseProof,
): Promise<Ack<{ id: ReleaseId }>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'publish a release')
  if (forbidden) return forbidden
  if (!proof.verifyManifest(signed))
    return refuse(
      'conflict',
      `The signature by key ${signed.keyId} does not hold: sign with the key this server was given.`,
    )
  const parsed = parse(signed.manifest)
  if (!parsed.ok) return parsed
  const manifest = parsed.value
  const problem = manifestProblem(manifest)
  if (problem) return refuse('malformed', problem)
  const published = await ctx.db.$transaction(async (tx) => {
    const newest = await newestCounter(tx, manifest.name)
    if (manifest.counter <= newest)
      return refuse(
        'conflict',
        `The newest ${manifest.name} has the counter ${newest}, this one ${manifest.counter}: sign with ${newest + 1}.`,
      )
    return recordRelease(tx, ctx, { signed, manifest, notes }, proof)
  })
  if (published.ok) ctx.tell.changed('releases')
  return published
}

function parse(text: string): Ack<ReleaseManifest> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return refuse('malformed', 'The signed manifest is no JSON.')
  }
  const manifest = ReleaseManifest.safeParse(json)
  if (manifest.success) return accept(manifest.data)
  const issue = manifest.error.issues[0]
  return refuse('malformed', `The signed manifest does not read: ${issue?.path.join('.')}: ${issue?.message}`)
}
