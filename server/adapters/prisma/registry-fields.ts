import type { Registered } from '../../domain/registry/judge-row.ts'
import { StoredLabels } from '../../protocol/registry.ts'
import type { RegistryFields } from '../../protocol/registry-row.ts'
import type { Device, ExpectedDevice, Prisma } from './generated/client.ts'

/** What the registry has under these ids: enrolled devices, and announced ones that were never seen. */
export async function registeredDevices(
  tx: Prisma.TransactionClient,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Registered>> {
  const where = { id: { in: [...ids] } }
  const [devices, expected] = [await tx.device.findMany({ where }), await tx.expectedDevice.findMany({ where })]
  return new Map<string, Registered>([
    ...expected.map((row): [string, Registered] => [
      row.id,
      { kind: 'expected', revoked: false, fields: { ...fieldsOf(row), keyFingerprint: row.keyFingerprint } },
    ]),
    ...devices.map((row): [string, Registered] => [
      row.id,
      { kind: 'device', revoked: row.revokedAt !== null, fields: { ...fieldsOf(row), keyFingerprint: null } },
    ]),
  ])
}

/** Columns that devices and expected devices share. */
type Shared = Pick<Device, keyof Device & keyof ExpectedDevice>

function fieldsOf(row: Shared): Omit<RegistryFields, 'keyFingerprint'> {
  const labels = Object.entries(StoredLabels.parse(row.labels)).toSorted(([a], [b]) => a.localeCompare(b))
  return {
    name: row.name,
    siteId: row.siteId,
    hardwareType: row.hardwareType,
    architecture: row.architecture,
    memoryMb: row.memoryMb,
    diskMb: row.diskMb,
    labels: Object.fromEntries(labels),
    groups: row.groups,
    redundancyGroup: row.redundancyGroup,
    singlePointOfFailure: row.singlePointOfFailure,
    monitoringFidelity: row.monitoringFidelity,
  }
}
