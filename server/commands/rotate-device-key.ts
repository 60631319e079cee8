import { keyFingerprint } from '../adapters/prisma/key-fingerprint.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { DeviceId } from '../protocol/ids.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { retireKey } from './retire-key.ts'

type Rotation = { readonly deviceId: DeviceId; readonly publicKey: string }

/**
 * Takes note of the key a device wants to change to, vouched for by the one it has. Both are good until the first hello
 * with the new one, so that a device may lose power anywhere in between. Asking again is the same answer; asking with
 * another key forgets the one before.
 */
export async function rotateDeviceKey(
  ctx: Pick<CommandContext, 'db' | 'now'>,
  { deviceId, publicKey }: Rotation,
  signedBy: string,
): Promise<Ack<null>> {
  return ctx.db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`device:${deviceId}`}, 0))`
    const device = await tx.device.findUnique({ where: { id: deviceId } })
    if (!device || device.revokedAt || device.publicKey !== signedBy)
      return refuse('forbidden', 'The key that signed is not the key of this device now.')
    if (device.publicKey === publicKey) return accept(null)
    const taken = await tx.deviceKey.findUnique({ where: { publicKey } })
    if (taken?.deviceId === deviceId && taken.state === 'next') return accept(null)
    if (taken || (await tx.device.findUnique({ where: { publicKey } })))
      return refuse('conflict', 'The new key was used before: make another one.')
    await tx.deviceKey.deleteMany({ where: { deviceId, state: 'next' } })
    const since = new Date(ctx.now)
    const fingerprint = keyFingerprint(publicKey)
    const asked = await tx.deviceKey.findUnique({ where: { publicKey: device.publicKey }, select: { askedBy: true } })
    const why = asked?.askedBy ? `changed, as ${asked.askedBy} asked` : 'the device asked to change its key'
    await tx.deviceKey.create({
      data: { fingerprint, publicKey, deviceId, state: 'next', since, why },
    })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'device', id: deviceId, name: device.name },
      action: 'device.rotate-key',
      object: { kind: 'device', id: deviceId },
      deviceId,
      outcome: 'done',
      reason: `asks to change to ${fingerprint}; good from its first hello with it`,
    })
    return accept(null)
  })
}

/** The device said hello with its new key: the old one is good no longer. Answers whether it still was the next one. */
export async function takeUpNextKey(
  ctx: Pick<CommandContext, 'db' | 'now'>,
  { deviceId, publicKey }: Rotation,
): Promise<boolean> {
  return ctx.db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`device:${deviceId}`}, 0))`
    const next = await tx.deviceKey.findUnique({ where: { publicKey } })
    const device = await tx.device.findUnique({ where: { id: deviceId } })
    if (!device || next?.state !== 'next' || next.deviceId !== deviceId) return device?.publicKey === publicKey
    await retireKey(tx, ctx.now, device.publicKey, 'the device changed its key')
    await tx.deviceKey.update({ where: { publicKey }, data: { state: 'active', since: new Date(ctx.now) } })
    await tx.device.update({ where: { id: deviceId }, data: { publicKey } })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'device', id: deviceId, name: device.name },
      action: 'device.take-up-key',
      object: { kind: 'device', id: deviceId },
      deviceId,
      outcome: 'done',
      reason: `first hello with ${next.fingerprint}`,
      before: { fingerprint: keyFingerprint(device.publicKey) },
      after: { fingerprint: next.fingerprint },
    })
    return true
  })
}
