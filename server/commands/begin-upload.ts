import { roomProblem } from '../domain/release/upload-room.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { BeginUpload } from '../protocol/commands/begin-upload.ts'
import { Instant } from '../protocol/ids.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

export type UploadLimits = { readonly artifactMaxBytes: number; readonly quotaBytes: number }

/** An upload nobody came back to for this long is abandoned. */
export const UPLOAD_KEPT_MS = 24 * 3_600_000

/** Makes room for an upload. What is promised counts from now on, so that two uploads cannot both take the last of it. */
export async function beginUpload(
  ctx: CommandContext,
  { sha256, size }: BeginUpload,
  limits: UploadLimits,
): Promise<Ack<{ id: string; expiresAt: Instant }>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'upload artifacts')
  if (forbidden) return forbidden
  return ctx.db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('upload', 0))`
    const known = await tx.artifact.findUnique({ where: { sha256 } })
    if (known?.removingAt)
      return refuse('unavailable', 'These bytes are being removed right now: try again in a minute.')
    if (known) return refuse('conflict', `Artifact ${sha256} is here already: publish with it.`)
    const used = await usedBytes(tx)
    const problem = roomProblem({ size, used, ...limits })
    if (problem) return refuse('too-large', problem)
    const id = ctx.newId()
    const expiresAt = Instant.parse(ctx.now + UPLOAD_KEPT_MS)
    await tx.upload.create({
      data: {
        id,
        sha256,
        size: BigInt(size),
        createdBy: ctx.person.id,
        createdByName: ctx.person.name,
        createdAt: new Date(ctx.now),
        expiresAt: new Date(expiresAt),
      },
    })
    return accept({ id, expiresAt })
  })
}

/** Bytes of all artifacts and of everything that was promised and is not there yet. */
export async function usedBytes(db: Pick<CommandContext['db'], 'artifact' | 'upload'>): Promise<number> {
  const [artifacts, uploads] = await Promise.all([
    db.artifact.aggregate({ _sum: { size: true } }),
    db.upload.aggregate({ where: { finishedAt: null }, _sum: { size: true } }),
  ])
  return Number(artifacts._sum.size ?? 0) + Number(uploads._sum.size ?? 0)
}
