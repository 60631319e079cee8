import type { EnrolmentToken, Prisma } from '../adapters/prisma/generated/client.ts'
import { keyFingerprint } from '../adapters/prisma/key-fingerprint.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { EnrolRequest } from '../protocol/enrol.ts'
import type { DeviceId, Instant } from '../protocol/ids.ts'
import { audit } from './audit.ts'
import { endSession } from './end-session.ts'
import { retireKey } from './retire-key.ts'

/**
 * New hardware takes over an identity: its key becomes the active one, the old one is retired, and what the registry says
 * of the hardware follows the new board. History, labels, groups and rollouts stay.
 */
export async function replaceHardware(
  tx: Prisma.TransactionClient,
  now: Instant,
  id: DeviceId,
  said: EnrolRequest,
  token: EnrolmentToken,
): Promise<Ack<DeviceId>> {
  const device = await tx.device.findUnique({ where: { id } })
  if (!device || device.revokedAt)
    return refuse('not-found', `Device ${id} is not there any more, or was revoked: nothing can replace it.`)
  const { hardwareType, architecture, memoryMb, diskMb, capabilities } = device
  const fingerprint = keyFingerprint(said.publicKey)
  const why = `replacement hardware, opened by ${token.createdBy}`
  await retireKey(tx, now, device.publicKey, 'the hardware was replaced')
  await tx.deviceKey.create({
    data: {
      fingerprint,
      publicKey: said.publicKey,
      deviceId: id,
      state: 'active',
      since: new Date(now),
      why,
      tokenId: token.id,
    },
  })
  await tx.device.update({
    where: { id },
    data: { publicKey: said.publicKey, ...said.hardware, capabilities: said.capabilities },
  })
  await tx.lobbyEntry.deleteMany({ where: { fingerprint } })
  await tx.discrepancy.updateMany({
    where: { deviceId: id, kind: 'identity', resolvedAt: null },
    data: { resolvedAt: new Date(now), resolvedBy: token.createdBy, resolution: 'the hardware was replaced' },
  })
  await endSession(tx, id)
  await audit(tx, {
    at: now,
    actor: { kind: 'device', id, name: device.name },
    action: 'device.replace-hardware',
    object: { kind: 'device', id },
    deviceId: id,
    outcome: 'done',
    reason: why,
    before: {
      fingerprint: keyFingerprint(device.publicKey),
      hardwareType,
      architecture,
      memoryMb,
      diskMb,
      capabilities,
    },
    after: { fingerprint, ...said.hardware, capabilities: said.capabilities },
  })
  return accept(id)
}
