import { auditDevices } from '../adapters/prisma/audit-devices.ts'
import { StoredFailure } from '../adapters/prisma/load-rollout.ts'
import { parseRollout, WITH_TARGET } from '../adapters/prisma/rollout-row.ts'
import { listed } from '../domain/gate/listed.ts'
import { mayRetry, refuseRetry } from '../domain/rollout/recovery-acts.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { RetryFailed } from '../protocol/commands/rollout-acts.ts'
import { stateByte } from '../protocol/device-state.ts'
import type { RolloutId } from '../protocol/ids.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { holdRollout } from './hold-rollout.ts'

/**
 * Failed and quarantined devices of a rollout that stands get another attempt under the same plan: they count as skipped, and the
 * engine catches them up as it does whoever was away. Asked twice, the second finds none left.
 */
export async function retryFailed(
  ctx: CommandContext,
  id: RolloutId,
  { devices: named, reason, despiteHash }: RetryFailed,
): Promise<Ack<{ devices: number }>> {
  const { person, now } = ctx
  const actor = { kind: 'person', id: person.id, name: person.name } as const
  const done = await ctx.db.$transaction(async (tx): Promise<Ack<{ devices: number }>> => {
    await holdRollout(tx, id)
    const row = await tx.rollout.findUnique({ where: { id }, include: WITH_TARGET })
    if (!row) return refuse('not-found', 'There is no such rollout.')
    const rollout = parseRollout(row)
    const may = mayRetry(rollout, person)
    if (!may.allowed) return refuse(may.because.startsWith('Needs') ? 'forbidden' : 'conflict', may.because)
    const { release } = row.toSnapshot
    if (release.blockedAt) return refuse('conflict', `${rollout.target} is blocked (${release.blockedReason}).`)
    const found = await tx.rolloutDevice.findMany({
      where: {
        rolloutId: id,
        state: { in: [stateByte('failed'), stateByte('quarantined')] },
        ...(named ? { deviceId: { in: named } } : {}),
      },
      include: { device: { select: { name: true } } },
    })
    const judged = found.map((one) => {
      const failure = StoredFailure.parse(one.failure)
      return { ...one, refused: refuseRetry({ name: one.device.name, ...failure }, rollout.rootCauses, despiteHash) }
    })
    const retried = judged.filter((one) => one.refused === null)
    if (retried.length === 0)
      return refuse('conflict', judged[0]?.refused ?? 'None of these devices stands failed or quarantined in it.')
    const because = `Another attempt, asked for by ${person.name}: ${reason}`
    await tx.rollout.update({
      where: { id },
      data: { version: row.version + 1, active: true, nextWakeAt: new Date(now) },
    })
    await tx.$executeRaw`
      update "RolloutDevice" set "state" = ${stateByte('skipped')}, "failure" = null, "because" = ${because}, "changedAt" = ${new Date(now)}
      where "rolloutId" = ${id} and "deviceId" = any(${retried.map((one) => one.deviceId)})`
    await audit(tx, {
      at: now,
      actor,
      action: 'rollout.retryFailed',
      object: { kind: 'rollout', id },
      rolloutId: id,
      outcome: 'done',
      reason: `${reason} (${listed(retried.map(({ device }) => device))})`,
    })
    await auditDevices(
      tx,
      { at: new Date(now), actorKind: actor.kind, actorId: actor.id, actorName: actor.name, rolloutId: id },
      retried.map((one) => ({
        action: 'device.retry',
        deviceId: one.deviceId,
        outcome: 'done',
        reason: because,
        before: { failure: one.failure },
      })),
    )
    return accept({ devices: retried.length })
  })
  if (done.ok) {
    for (const room of [`rollout:${id}`, 'rollouts', 'fleet'] as const) ctx.tell.changed(room)
    ctx.nudge()
  }
  return done
}
