import { DISCREPANCY_POLICY, disagreementOf, discrepancyPolicy } from '../adapters/prisma/discrepancies.ts'
import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { toleratedBecause } from '../domain/device/disagreement.ts'
import { type Ack, accept } from '../protocol/ack.ts'
import type { DiscrepancyPolicy } from '../protocol/discrepancy.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Says what is accepted by itself from now on; what is open and falls under it is resolved with it. */
export async function setDiscrepancyPolicy(
  ctx: CommandContext,
  policy: DiscrepancyPolicy,
): Promise<Ack<{ resolved: number }>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'change what is accepted by itself')
  if (forbidden) return forbidden
  const resolved = await ctx.db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`setting:${DISCREPANCY_POLICY}`}, 0))`
    const before = await discrepancyPolicy(tx)
    const row = { value: policy, updatedBy: ctx.person.name, updatedAt: new Date(ctx.now) }
    await tx.setting.upsert({
      where: { key: DISCREPANCY_POLICY },
      create: { key: DISCREPANCY_POLICY, ...row },
      update: row,
    })
    const closed = await closeTolerated(tx, ctx, policy)
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'setting.discrepancy-policy',
      object: { kind: 'setting', id: DISCREPANCY_POLICY },
      outcome: 'done',
      reason: `${sentenceOf(policy)} Open ones it resolved: ${closed.length}.`,
      before,
      after: policy,
    })
    return closed
  })
  for (const device of new Set(resolved)) ctx.tell.changed(`device:${device}`)
  ctx.tell.changed('fleet')
  ctx.nudge()
  return accept({ resolved: resolved.length })
}

async function closeTolerated(
  tx: Prisma.TransactionClient,
  ctx: CommandContext,
  policy: DiscrepancyPolicy,
): Promise<string[]> {
  const open = await tx.discrepancy.findMany({ where: { resolvedAt: null } })
  const tolerated = open.filter((row) => toleratedBecause(disagreementOf(row), policy) !== null)
  await tx.discrepancy.updateMany({
    where: { id: { in: tolerated.map((row) => row.id) }, resolvedAt: null },
    data: { resolvedAt: new Date(ctx.now), resolvedBy: ctx.person.name, resolution: 'policy' },
  })
  return tolerated.map((row) => row.deviceId)
}

const sentenceOf = ({ memoryWithinPercent, diskWithinPercent, accept: kinds }: DiscrepancyPolicy) =>
  `Accepted by itself: memory within ${memoryWithinPercent} %, disk within ${diskWithinPercent} %${kinds.length > 0 ? `, any ${kinds.join(', ')}` : ''}.`
