import { recordDisagreements } from '../adapters/prisma/discrepancies.ts'
import type { ExpectedDevice, Prisma } from '../adapters/prisma/generated/client.ts'
import { registryDifference } from '../domain/device/registry-difference.ts'
import type { EnrolRequest } from '../protocol/enrol.ts'
import type { Fingerprint } from '../protocol/fingerprint.ts'
import type { DeviceId, Instant } from '../protocol/ids.ts'
import { Platform } from '../protocol/manifest.ts'
import { StoredLabels } from '../protocol/registry.ts'

/** Why somebody has to look before this key may have the id; null when the id is free, or expected with it. */
export async function whyNotExpected(
  tx: Prisma.TransactionClient,
  id: DeviceId,
  fingerprint: Fingerprint,
): Promise<string | null> {
  const expected = await tx.expectedDevice.findUnique({ where: { id }, select: { keyFingerprint: true } })
  if (!expected?.keyFingerprint || expected.keyFingerprint === fingerprint) return null
  return `${id} is expected with the key ${expected.keyFingerprint}`
}

/** What people said of a device before it came: their word on everything it cannot know about itself. */
export const describedBy = (expected: ExpectedDevice, labels: Readonly<Record<string, string>>) => ({
  name: expected.name,
  labels: { ...labels, ...StoredLabels.parse(expected.labels) },
  redundancyGroup: expected.redundancyGroup,
  singlePointOfFailure: expected.singlePointOfFailure,
  monitoringFidelity: expected.monitoringFidelity,
})

/** It has come: it is no longer expected, and where it is not as it was described, that is written down. */
export async function arrivedAsExpected(
  tx: Prisma.TransactionClient,
  expected: ExpectedDevice,
  said: EnrolRequest,
  now: Instant,
): Promise<void> {
  const { memoryMb, diskMb } = expected
  const described = { ...Platform.parse(expected), memoryMb, diskMb, capabilities: said.capabilities }
  await tx.expectedDevice.delete({ where: { id: expected.id } })
  await recordDisagreements(tx, expected, registryDifference(described, said)?.disagreements ?? [], now)
}
