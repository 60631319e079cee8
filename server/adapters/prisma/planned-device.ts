import type { Asked, PlannedDevice } from '../../domain/fleet/revalidate.ts'
import { DeviceId } from '../../protocol/ids.ts'
import { ReleaseManifest } from '../../protocol/manifest.ts'
import type { Prisma } from './generated/client.ts'
import type { RolloutRecord } from './rollout-row.ts'

type Placed = Prisma.RolloutDeviceGetPayload<{ include: { device: true } }>

/** A device in its place of a plan, the way the registry has it now. */
export function plannedDevice({ device, wave }: Placed, disputed: ReadonlyMap<string, string>): PlannedDevice {
  const { name, hardwareType, architecture, memoryMb, diskMb, singlePointOfFailure } = device
  return {
    deviceId: DeviceId.parse(device.id),
    name,
    wave,
    revoked: device.revokedAt !== null,
    hardwareType,
    architecture,
    memoryMb,
    diskMb,
    singlePointOfFailure,
    quarantined: device.quarantineReason,
    disputed: disputed.get(device.id) ?? null,
  }
}

export const askedBy = ({ toSnapshot }: Pick<RolloutRecord, 'toSnapshot'>): Asked =>
  ReleaseManifest.parse(JSON.parse(toSnapshot.release.manifest))
