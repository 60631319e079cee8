import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { keyFingerprint } from '../adapters/prisma/key-fingerprint.ts'
import type { EnrolRequest } from '../protocol/enrol.ts'
import type { DeviceId, Instant } from '../protocol/ids.ts'
import { type Actor, audit } from './audit.ts'
import { arrivedAsExpected, describedBy } from './bind-expected.ts'

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

/**
 * Takes a device into the registry under the key it made, and out of the lobby if it waited there. One that was expected is
 * what people said of it beforehand; a person who accepts it says anew where it stands.
 */
export async function addDevice(
  tx: Prisma.TransactionClient,
  now: Instant,
  actor: Actor,
  device: NewDevice,
): Promise<void> {
  const { deviceId, name, siteId, said, groups, labels, tokenId, because } = device
  const fingerprint = keyFingerprint(said.publicKey)
  const expected = await tx.expectedDevice.findUnique({ where: { id: deviceId } })
  const at = actor.kind === 'device' && expected ? expected.siteId : siteId
  await tx.device.create({
    data: {
      id: deviceId,
      name,
      siteId: at,
      ...said.hardware,
      labels: { ...said.labels, ...labels },
      groups: [...new Set([...groups, ...(expected?.groups ?? [])])].toSorted(),
      capabilities: said.capabilities,
      publicKey: said.publicKey,
      singlePointOfFailure: said.singlePointOfFailure,
      monitoringFidelity: said.monitoringFidelity,
      enrolledAt: new Date(now),
      ...(expected && describedBy(expected, { ...said.labels, ...labels })),
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
  if (expected) await arrivedAsExpected(tx, expected, said, now)
  await tx.lobbyEntry.deleteMany({ where: { fingerprint } })
  await audit(tx, {
    at: now,
    actor,
    action: 'device.enrol',
    object: { kind: 'device', id: deviceId },
    deviceId,
    outcome: 'done',
    reason: because,
    after: { fingerprint, siteId: at, groups: [...groups], expected: expected !== null },
  })
}
