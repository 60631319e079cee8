import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { CreateSite, SiteCreated } from '../protocol/commands/create-site.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

export async function createSite(ctx: CommandContext, site: CreateSite): Promise<Ack<SiteCreated>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'create a site')
  if (forbidden) return forbidden
  const created = await ctx.db.$transaction(async (tx): Promise<Ack<SiteCreated>> => {
    const { count } = await tx.site.createMany({ data: [site], skipDuplicates: true })
    if (count === 0) return refuse('conflict', `A site with the id ${site.id} exists already.`)
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'site.create',
      object: { kind: 'site', id: site.id },
      outcome: 'done',
      reason: `${site.name} in ${site.region}`,
      after: site,
    })
    return accept({ id: site.id })
  })
  if (created.ok) ctx.tell.changed('fleet')
  return created
}
