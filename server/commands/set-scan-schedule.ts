import { nextScan, rhythmWords } from '../domain/fleet/next-scan.ts'
import { type Ack, accept } from '../protocol/ack.ts'
import type { SetScanSchedule } from '../protocol/commands/scan.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** When the fleet is scanned without anybody asking. The due time is a row: any server finds it, also after a restart. */
export async function setScanSchedule(ctx: CommandContext, { rhythm, selector }: SetScanSchedule): Promise<Ack<null>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'set when the fleet is scanned')
  if (forbidden) return forbidden
  const next = nextScan(rhythm, ctx.now)
  const row = {
    rhythm,
    selector,
    nextAt: next === null ? null : new Date(next),
    updatedBy: ctx.person.name,
    updatedAt: new Date(ctx.now),
  }
  await ctx.db.$transaction(async (tx) => {
    const before = await tx.scanSchedule.findUnique({ where: { id: 1 }, select: { rhythm: true, selector: true } })
    await tx.scanSchedule.upsert({ where: { id: 1 }, create: { id: 1, ...row }, update: row })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'scan.schedule',
      object: { kind: 'scan-schedule', id: 'fleet' },
      outcome: 'done',
      reason: `Scan ${rhythmWords(rhythm)}${selector ? ` what matches ${selector}` : ''}.`,
      ...(before ? { before: { rhythm: before.rhythm ?? {}, selector: before.selector } } : {}),
      after: { rhythm, selector },
    })
  })
  ctx.tell.changed('scan')
  return accept(null)
}
