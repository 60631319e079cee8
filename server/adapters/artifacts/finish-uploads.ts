import type { CommandContext } from '../../commands/command-context.ts'
import { finishUpload } from '../../commands/finish-upload.ts'
import { type Ack, accept, refuse } from '../../protocol/ack.ts'
import { Sha256 } from '../../protocol/ids.ts'
import type { ArtifactStore } from './artifact-store.ts'
import type { Incoming } from './incoming.ts'
import { StoreTrouble } from './store-trouble.ts'

export type FinishUploads = {
  /** Makes an artifact of an upload whose last byte has arrived. While the store is away the upload stays, whole. */
  finish(ctx: CommandContext, id: string): Promise<Ack<null>>
  /** The same for an upload that is whole and that nobody finished, as when power went in between. */
  finishWhenWhole(ctx: CommandContext, id: string): Promise<Ack<null>>
}

export function finishUploads({
  artifacts,
  incoming,
}: {
  artifacts: ArtifactStore
  incoming: Incoming
}): FinishUploads {
  // A bucket takes minutes for what a folder takes at once, and an impatient client asks again meanwhile.
  const underWay = new Map<string, Promise<Ack<null>>>()

  function finish(ctx: CommandContext, id: string): Promise<Ack<null>> {
    const known = underWay.get(id)
    if (known) return known
    const work = handOver(ctx, id)
      .catch((error: unknown) => {
        if (error instanceof StoreTrouble)
          return refuse('unavailable', `${error.message} What arrived is kept: go on later.`)
        throw error
      })
      .finally(() => underWay.delete(id))
    underWay.set(id, work)
    return work
  }

  async function handOver(ctx: CommandContext, id: string): Promise<Ack<null>> {
    const row = await ctx.db.upload.findUniqueOrThrow({ where: { id } })
    if (row.finishedAt) return accept(null)
    const sha256 = Sha256.parse(row.sha256)
    const size = Number(row.size)
    // What is no longer coming in but is in the store was handed over the moment before power went.
    const there = (await incoming.size(id)) === null && (await artifacts.size(sha256)) === size
    const stored = there ? accept({ size }) : await incoming.handOver(id, sha256, size, artifacts)
    if (!stored.ok) {
      await ctx.db.upload.deleteMany({ where: { id } })
      return stored
    }
    const finished = await finishUpload(ctx, id, { sha256, size }, (held) => artifacts.size(held))
    return finished.ok ? accept(null) : finished
  }

  return {
    finish,
    async finishWhenWhole(ctx, id) {
      const row = await ctx.db.upload.findUnique({ where: { id } })
      if (!row || row.createdBy !== ctx.person.id || row.finishedAt) return accept(null)
      const arrived = await incoming.size(id)
      if (arrived !== null && arrived < Number(row.size)) return accept(null)
      if (arrived === null && (await artifacts.size(Sha256.parse(row.sha256))) === null) return accept(null)
      return finish(ctx, id)
    },
  }
}
