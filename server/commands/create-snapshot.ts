import { configProblems } from '../adapters/prisma/config-problems.ts'
import { currentConfig } from '../adapters/prisma/current-config.ts'
import { snapshotOf } from '../adapters/prisma/snapshots.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { CreateSnapshot, SnapshotCreated } from '../protocol/commands/snapshots.ts'
import { ReleaseId } from '../protocol/ids.ts'
import { LayeredConfig } from '../protocol/layered-config.ts'
import { ReleaseManifest } from '../protocol/manifest.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'
import { refuseProblems } from './set-config-layer.ts'

/** Freezes a release with the configuration of now under a number. The same content has one number, whoever asks. */
export async function createSnapshot(ctx: CommandContext, asked: CreateSnapshot): Promise<Ack<SnapshotCreated>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'create a snapshot')
  if (forbidden) return forbidden
  const created = await ctx.db.$transaction(async (tx): Promise<Ack<SnapshotCreated>> => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('config', 0))`
    const release = await tx.release.findUnique({ where: { id: asked.releaseId } })
    if (!release) return refuse('not-found', 'There is no such release: choose one of the published releases.')
    if (release.blockedAt)
      return refuse('conflict', `${release.name} ${release.version} is blocked: choose another release.`)
    const config = await currentConfig(tx)
    const manifest = ReleaseManifest.parse(JSON.parse(release.manifest))
    const unsuited = refuseProblems(await configProblems(tx, LayeredConfig.parse(config), manifest))
    if (unsuited) return unsuited
    const newest = await tx.snapshot.aggregate({ _max: { id: true } })
    const number = await snapshotOf(tx, ReleaseId.parse(release.id), config, ctx.person.id)
    const existed = number <= (newest._max.id ?? 0)
    // One that a rollout made on its way has nothing to say yet; what somebody wrote stays.
    await tx.snapshot.updateMany({
      where: { id: number, note: '', scope: '' },
      data: { note: asked.note, scope: asked.scope },
    })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'snapshot.create',
      object: { kind: 'snapshot', id: String(number) },
      outcome: 'done',
      reason:
        `${release.name} ${release.version}${existed ? ', the same content as before' : ''}. ${asked.note}`.trim(),
    })
    return accept({ number, existed })
  })
  if (created.ok) ctx.tell.changed('fleet')
  return created
}
