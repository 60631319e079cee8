import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { keyFingerprint } from '../adapters/prisma/key-fingerprint.ts'
import type { EnrolRequest } from '../protocol/enrol.ts'
import type { DeviceId, Instant } from '../protocol/ids.ts'
import { type Actor, audit } from './audit.ts'

export type NewDevice = {
  readonly deviceId: DeviceId
  readonly name: string
  readonly siteId: string
  /** what the device said of itself */
  readonly said: EnrolRequest
  readonly groups: readonly string[]
  readonly labels: Readonly<Record<string, string>>
  readonly tokenId: string | null
  readonly because: string
}

/** Takes a device into the registry under the key it made, and out of the lobby if it waited there. */
export async function addDevice(
  tx: Prisma.TransactionClient,
  now: Instant,
  actor: Actor,
  device: NewDevice,
): Promise<void> {
  const { deviceId, name, siteId, said, groups, labels, tokenId, because } = device
  const fingerprint = keyFingerprint(said.publicKey)
  await tx.device.create({
    data: {
      id: deviceId,
      name,
      siteId,
      ...said.hardware,
      labels: { ...said.labels, ...labels },
      groups: [...groups],
      capabilities: said.capabilities,
      publicKey: said.publicKey,
      singlePointOfFailure: said.singlePointOfFailure,
      monitoringFidelity: said.monitoringFidelity,
      enrolledAt: new Date(now),
      keys: {
        create: {
          fingerprint,
          publicKey: said.publicKey,
          state: 'active',
          since: new Date(now),
          why: because,
          tokenId,
        },
      },
    },
  })
  await tx.lobbyEntry.deleteMany({ where: { fingerprint } })
  await audit(tx, {
    at: now,
    actor,
    action: 'device.enrol',
    object: { kind: 'device', id: deviceId },
    deviceId,
    outcome: 'done',
    reason: because,
    after: { fingerprint, siteId, groups: [...groups] },
  })
}
