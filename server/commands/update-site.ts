import { changedFields, changedLabels } from '../domain/device/changed-fields.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import { MaintenanceWindows } from '../protocol/calendar.ts'
import type { UpdateSite } from '../protocol/commands/create-site.ts'
import { StoredLabels } from '../protocol/registry.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Renames a site, or puts it into another region or time zone. Its id, which everything points at, stays. */
export async function updateSite(ctx: CommandContext, id: string, change: UpdateSite): Promise<Ack<null>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'change a site')
  if (forbidden) return forbidden
  const done = await ctx.db.$transaction(async (tx): Promise<Ack<null>> => {
    await tx.$executeRaw`select 1 from "Site" where "id" = ${id} for update`
    const site = await tx.site.findUnique({ where: { id } })
    if (!site) return refuse('not-found', 'There is no such site.')
    const labels = StoredLabels.parse(site.labels)
    const changed = changedFields(
      {
        name: site.name,
        region: site.region,
        timeZone: site.timeZone,
        labels,
        windows: MaintenanceWindows.parse(site.windows),
      },
      { ...change, labels: change.labels && changedLabels(labels, change.labels) },
    )
    if (!changed) return accept(null)
    await tx.site.update({ where: { id }, data: changed.after })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'site.update',
      object: { kind: 'site', id },
      outcome: 'done',
      reason: `Changed ${Object.keys(changed.after).join(', ')} of ${site.name}.`,
      ...changed,
    })
    return accept(null)
  })
  if (!done.ok) return done
  ctx.tell.changed('fleet')
  // A rollout may have waited for the window that was changed.
  if (change.windows || change.timeZone) ctx.nudge()
  return done
}
