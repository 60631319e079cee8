import type { DeviceId } from '../../protocol/ids.ts'
import type { ReleaseManifest } from '../../protocol/manifest.ts'
import type { Unfit } from '../../protocol/views/scan-view.ts'
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
  readonly quarantined: boolean
  readonly openDiscrepancies: readonly string[]
}

/**
 * R-143: which devices of an open plan no longer fit the registry, each with what to do. They are held when their wave
 * comes; nobody is failed for what the registry learned.
 */
export function revalidate(manifest: ReleaseManifest, devices: readonly PlannedDevice[]): readonly Unfit[] {
  return devices.flatMap((device) => {
    const because = unfit(manifest, device)
    return because === null ? [] : [{ deviceId: device.deviceId, name: device.name, because }]
  })
}

/** Why a device must not be deployed to by a plan made before, or null. */
export function unfit(
  { artifacts, resources }: Pick<ReleaseManifest, 'artifacts' | 'resources'>,
  device: PlannedDevice,
): string | null {
  const { hardwareType, architecture, openDiscrepancies } = device
  if (device.revoked) return 'It was revoked after planning: plan anew without it.'
  if (openDiscrepancies.length > 0)
    return `It reports otherwise than the registry (${openDiscrepancies.join(', ')}): resolve that on its page.`
  if (!artifacts.some((one) => one.hardwareType === hardwareType && one.architecture === architecture))
    return `It is ${hardwareType} on ${architecture} now, which the release has no artifact for: plan anew.`
  if (device.memoryMb < resources.memoryMb)
    return `It has ${device.memoryMb} MB of memory now, the release needs ${resources.memoryMb} MB.`
  if (device.diskMb < resources.diskMb)
    return `It has ${device.diskMb} MB of disk now, the release needs ${resources.diskMb} MB.`
  if (device.quarantined) return 'It is quarantined: release it on its page first.'
  if (device.wave === 0 && device.singlePointOfFailure)
    return 'It became a single point of failure, which no canary may be (R-042): plan anew.'
  return null
}

/** `2 of 14 devices no longer fit: held.` */
export const revalidatedWords = (checked: number, unfitDevices: number): string =>
  unfitDevices === 0
    ? `${checked === 1 ? 'The device' : `All ${counted(checked, 'device')}`} not yet exposed still fit.`
    : `${unfitDevices} of ${counted(checked, 'device')} not yet exposed no longer fit: held.`
