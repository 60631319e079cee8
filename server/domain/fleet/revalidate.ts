import type { DeviceId } from '../../protocol/ids.ts'
import type { ReleaseManifest } from '../../protocol/manifest.ts'
import type { Unfit } from '../../protocol/views/revalidated.ts'
import { counted } from '../counted.ts'

/** A planned device the way the registry has it now. */
export type PlannedDevice = {
  readonly deviceId: DeviceId
  readonly name: string
  readonly wave: number
  readonly revoked: boolean
  readonly hardwareType: string
  readonly architecture: string
  readonly memoryMb: number
  readonly diskMb: number
  readonly singlePointOfFailure: boolean
  /** why it was set aside; null when it was not */
  readonly quarantined: string | null
  /** R-142: what it says otherwise than the registry and nobody resolved, as a sentence */
  readonly disputed: string | null
}

/** What a release asks of a device. */
export type Asked = Pick<ReleaseManifest, 'artifacts' | 'resources'>

/**
 * R-143: which devices of an open plan no longer fit the registry, each with what to do. They are held when their wave
 * comes; nobody is failed for what the registry learned.
 */
export function revalidate(release: Asked, devices: readonly PlannedDevice[]): readonly Unfit[] {
  return devices.flatMap((device) => {
    const because = unfit(release, device)
    return because === null ? [] : [{ deviceId: device.deviceId, name: device.name, because }]
  })
}

/** Why a plan made before must not be deployed to this device now, or null. */
export function unfit({ artifacts, resources }: Asked, device: PlannedDevice): string | null {
  const { hardwareType, architecture, memoryMb, diskMb } = device
  if (device.revoked) return 'it was revoked after planning: plan anew without it'
  if (device.quarantined !== null) return `it is quarantined: ${device.quarantined}`
  if (device.disputed !== null) return `${device.disputed} Resolve it on the device’s page.`
  if (!artifacts.some((one) => one.hardwareType === hardwareType && one.architecture === architecture))
    return `it is ${hardwareType} on ${architecture} now, which the release has no artifact for: plan anew`
  if (memoryMb < resources.memoryMb)
    return `it has ${memoryMb} MB of memory now, the release needs ${resources.memoryMb} MB`
  if (diskMb < resources.diskMb) return `it has ${diskMb} MB of disk now, the release needs ${resources.diskMb} MB`
  return device.wave === 0 && device.singlePointOfFailure
    ? 'it became a single point of failure, which no canary may be (R-042): plan anew'
    : null
}

/** `2 of 14 devices no longer fit: held.` */
export const revalidatedWords = (checked: number, unfitDevices: number): string =>
  unfitDevices === 0
    ? `${checked === 1 ? 'The device' : `All ${counted(checked, 'device')}`} not yet exposed still fit.`
    : `${unfitDevices} of ${counted(checked, 'device')} not yet exposed no longer fit: held.`
