import { keyFingerprint } from '../adapters/prisma/key-fingerprint.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { DeviceId } from '../protocol/ids.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Asks a device to make itself another key. It is asked again whenever it is connected, until it speaks with one. */
export async function askKeyChange(ctx: CommandContext, id: DeviceId): Promise<Ack<null>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'change the key of a device')
  if (forbidden) return forbidden
  const ack = await ctx.db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`device:${id}`}, 0))`
    const device = await tx.device.findUnique({ where: { id } })
    if (!device) return refuse('not-found', `There is no device ${id}.`)
    if (device.revokedAt) return refuse('conflict', `${id} is revoked: it has no key that could be changed.`)
    if (await tx.discrepancy.count({ where: { deviceId: id, kind: 'identity', resolvedAt: null } }))
      return refuse('conflict', `Two machines use ${id}, and either could keep it: revoke it or replace its hardware.`)
    const { publicKey } = device
    const fingerprint = keyFingerprint(publicKey)
    const asked = { askedAt: new Date(ctx.now), askedBy: ctx.person.name }
    const key = await tx.deviceKey.findUnique({ where: { publicKey } })
    if (key?.askedAt) return refuse('conflict', `${key.askedBy} asked for it already: it changes when ${id} connects.`)
    await tx.deviceKey.upsert({
      where: { publicKey },
      update: asked,
      // registered before keys had a history
      create: {
        fingerprint,
        publicKey,
        deviceId: id,
        state: 'active',
        since: device.enrolledAt,
        why: 'enrolled',
        ...asked,
      },
    })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'device.ask-key-change',
      object: { kind: 'device', id },
      deviceId: id,
      outcome: 'done',
      reason: `asks it to change its key ${fingerprint}`,
    })
    return accept(null)
  })
  if (!ack.ok) return ack
  ctx.tell.keys([id])
  ctx.tell.changed(`device:${id}`)
  return ack
}
