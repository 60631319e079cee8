import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { ScanStarted, StartScan } from '../protocol/commands/scan.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'
import { openScan } from './open-scan.ts'

/** One at a time: who asks while one runs is shown that one. */
export async function startScan(ctx: CommandContext, { selector }: StartScan): Promise<Ack<ScanStarted>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'start a scan')
  if (forbidden) return forbidden
  const actor = { kind: 'person', id: ctx.person.id, name: ctx.person.name } as const
  const opened = await ctx.db.$transaction((tx) =>
    openScan(tx, { id: ctx.newId(), selector, cause: 'person', actor, now: ctx.now }),
  )
  if (opened) {
    ctx.tell.changed('scan')
    return accept({ ...opened, alreadyRunning: false })
  }
  const running = await ctx.db.scan.findUnique({ where: { running: true }, select: { id: true, asked: true } })
  if (!running) return refuse('conflict', 'A scan has ended this moment: start again.')
  return accept({ ...running, alreadyRunning: true })
}
