import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { EnrolmentTokenCreated } from '../protocol/commands/create-enrolment-token.ts'
import type { OpenReplacement } from '../protocol/commands/identity-acts.ts'
import { type DeviceId, Instant } from '../protocol/ids.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import type { Secret } from './create-enrolment-token.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Makes the token that new hardware shows to become this device. An earlier one for it that nobody used is revoked. */
export async function openReplacement(
  ctx: CommandContext,
  id: DeviceId,
  { hours }: OpenReplacement,
  secret: Secret,
): Promise<Ack<EnrolmentTokenCreated>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'replace hardware')
  if (forbidden) return forbidden
  const expiresAt = Instant.parse(Math.round(ctx.now + hours * 3_600_000))
  const ack = await ctx.db.$transaction(async (tx) => {
    const device = await tx.device.findUnique({ where: { id } })
    if (!device) return refuse('not-found', `There is no device ${id}.`)
    if (device.revokedAt)
      return refuse('conflict', `${id} is revoked: ask the owner to readmit it before its hardware is replaced.`)
    await tx.enrolmentToken.updateMany({
      where: { replaces: id, revokedAt: null, usesLeft: { gt: 0 } },
      data: { revokedAt: new Date(ctx.now) },
    })
    const token = {
      id: ctx.newId(),
      hash: secret.sha256,
      name: `New hardware for ${device.name}`,
      replaces: id,
      uses: 1,
      usesLeft: 1,
      expiresAt: new Date(expiresAt),
      createdBy: ctx.person.name,
      createdAt: new Date(ctx.now),
    }
    await tx.enrolmentToken.create({ data: token })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'device.open-replacement',
      object: { kind: 'device', id },
      deviceId: id,
      outcome: 'done',
      reason: `the next hardware that shows the token becomes ${id}`,
    })
    return accept({ id: token.id, token: secret.token, usesLeft: 1, expiresAt })
  })
  if (!ack.ok) return ack
  ctx.tell.changed('lobby')
  ctx.tell.changed(`device:${id}`)
  return ack
}
