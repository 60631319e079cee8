import { counted } from '../domain/counted.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Takes an empty site out of the registry. One where devices stand, or are expected, is kept. */
export async function deleteSite(ctx: CommandContext, id: string): Promise<Ack<null>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'delete a site')
  if (forbidden) return forbidden
  const done = await ctx.db.$transaction(async (tx): Promise<Ack<null>> => {
    // Whoever puts a device here at this moment waits for this row, and is told that it is gone.
    await tx.$executeRaw`select 1 from "Site" where "id" = ${id} for update`
    const site = await tx.site.findUnique({
      where: { id },
      include: { _count: { select: { devices: true, expected: true } } },
    })
    if (!site) return refuse('not-found', 'There is no such site.')
    const { devices, expected } = site._count
    if (devices > 0)
      return refuse('conflict', `${counted(devices, 'device')} stand at ${site.name}: move them to another site first.`)
    if (expected > 0)
      return refuse(
        'conflict',
        `${counted(expected, 'device')} are expected at ${site.name}: import them elsewhere first.`,
      )
    const { _count, ...before } = site
    await tx.site.delete({ where: { id } })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'site.delete',
      object: { kind: 'site', id },
      outcome: 'done',
      reason: `${site.name} in ${site.region}`,
      before,
    })
    return accept(null)
  })
  if (done.ok) ctx.tell.changed('fleet')
  return done
}
