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

type Targets = Pick<RolloutRecord, 'toSnapshot' | 'otherSnapshot'>

/** What is asked of a device of a rollout: of one in an arm of its own version, that version. */
export function askedBy({ toSnapshot, otherSnapshot }: Targets): (own: number | null) => Asked {
  const manifestOf = (snapshot: Targets['toSnapshot']) => ReleaseManifest.parse(JSON.parse(snapshot.release.manifest))
  const asked = manifestOf(toSnapshot)
  const other = otherSnapshot && manifestOf(otherSnapshot)
  return (own) => (other && own === otherSnapshot?.id ? other : asked)
}
