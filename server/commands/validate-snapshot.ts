import { configProblems } from '../adapters/prisma/config-problems.ts'
import type { PreflightEnvironment } from '../adapters/prisma/preflight-environment.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import { LayeredConfig } from '../protocol/layered-config.ts'
import { ReleaseManifest } from '../protocol/manifest.ts'
import type { SnapshotValidation } from '../protocol/views/snapshots-view.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

type Environment = Pick<PreflightEnvironment, 'verifyManifest' | 'artifactSize'>

/** Signature, bytes and schema, looked at now; the answer is kept with the snapshot. */
export async function validateSnapshot(
  ctx: CommandContext,
  number: number,
  { verifyManifest, artifactSize }: Environment,
): Promise<Ack<SnapshotValidation>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'validate a snapshot')
  if (forbidden) return forbidden
  const found = await ctx.db.snapshot.findUnique({ where: { id: number }, include: { release: true } })
  if (!found) return refuse('not-found', `There is no snapshot ${number}.`)
  const manifest = ReleaseManifest.parse(JSON.parse(found.release.manifest))
  const sizes = await Promise.all(
    manifest.artifacts.map(async ({ sha256, size }) => (await artifactSize(sha256)) === size),
  )
  const missing = manifest.artifacts.filter((_, n) => !sizes[n])
  const problems = await configProblems(ctx.db, LayeredConfig.parse(found.config), manifest)
  const checks = [
    check('Signature', verifyManifest(found.release), 'The manifest is signed with a key this server trusts.', [
      'The manifest’s signature is not valid: publish the release again.',
    ]),
    check(
      'Artifacts',
      missing.length === 0,
      `The bytes of all ${manifest.artifacts.length} platforms are in the store.`,
      missing.map(
        (one) => `Missing for ${one.hardwareType}/${one.architecture}: upload ${one.sha256.slice(0, 12)}… again.`,
      ),
    ),
    check(
      'Configuration',
      problems.length === 0,
      manifest.configSchema ? 'It suits the release’s schema.' : 'The release brings no schema to check it against.',
      problems.map(
        ({ path, message, device }) => `${path} ${message}${device ? ` (as ${device} would be told)` : ''}.`,
      ),
    ),
  ]
  const validation: SnapshotValidation = { at: ctx.now, by: ctx.person.name, ok: checks.every((one) => one.ok), checks }
  await ctx.db.$transaction(async (tx) => {
    await tx.snapshot.updateMany({ where: { id: number }, data: { validation } })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'snapshot.validate',
      object: { kind: 'snapshot', id: String(number) },
      outcome: 'done',
      reason: validation.ok
        ? 'Valid.'
        : checks
            .flatMap((one) => (one.ok ? [] : one.because))
            .join(' ')
            .slice(0, 500),
    })
  })
  ctx.tell.changed('fleet')
  return accept(validation)
}

const check = (name: string, ok: boolean, good: string, bad: string[]) => ({ name, ok, because: ok ? [good] : bad })
