import { counted } from '../domain/counted.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { FreezeCreated, FreezeSites } from '../protocol/commands/freeze-sites.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** What outlives a season was forgotten. */
const LONGEST_DAYS = 92

/** Nothing new is deployed to the sites while it lasts. Rollbacks are never held. */
export async function freezeSites(ctx: CommandContext, asked: FreezeSites): Promise<Ack<FreezeCreated>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'freeze a site')
  if (forbidden) return forbidden
  const from = asked.from ?? ctx.now
  if (asked.until <= ctx.now || asked.until <= from)
    return refuse('malformed', 'It would be over already: choose a later end.')
  if (asked.until - from > LONGEST_DAYS * 86_400_000)
    return refuse('malformed', `Longer than ${LONGEST_DAYS} days: freeze again when it is still needed.`)
  const id = ctx.newId()
  const frozen = await ctx.db.$transaction(async (tx): Promise<Ack<FreezeCreated>> => {
    const known = await tx.site.findMany({ where: { id: { in: asked.sites } }, select: { id: true } })
    const unknown = asked.sites.find((site) => !known.some((one) => one.id === site))
    if (unknown) return refuse('not-found', `There is no site ${unknown}.`)
    const data = {
      siteIds: asked.sites,
      from: new Date(from),
      until: new Date(asked.until),
      reason: asked.reason,
    }
    await tx.freeze.create({
      data: { ...data, id, createdBy: ctx.person.id, createdByName: ctx.person.name, createdAt: new Date(ctx.now) },
    })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'freeze.create',
      object: { kind: 'freeze', id },
      outcome: 'done',
      reason: `Froze ${asked.sites.length === 0 ? 'every site' : counted(asked.sites.length, 'site')}: ${asked.reason}`,
      after: data,
    })
    return accept({ id })
  })
  if (frozen.ok) for (const room of ['fleet', 'rollouts'] as const) ctx.tell.changed(room)
  return frozen
}
