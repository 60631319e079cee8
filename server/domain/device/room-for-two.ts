import type { ReleaseManifest } from '../../protocol/manifest.ts'
import { BLUE_GREEN_CAPABILITY } from '../../protocol/traffic.ts'

export type Room = { readonly capabilities: readonly string[]; readonly memoryMb: number; readonly diskMb: number }

/** why this device cannot run the old and the new version at once, completing "left out because …"; null when it can. */
export function noRoomForTwo(
  { capabilities, memoryMb, diskMb }: Room,
  { resources }: Pick<ReleaseManifest, 'resources'>,
): string | null {
  if (!capabilities.includes(BLUE_GREEN_CAPABILITY))
    return 'no router stands before its slots, so it cannot run both at once (blue-green); give its agent --router-port'
  if (memoryMb < 2 * resources.memoryMb)
    return `it has ${memoryMb} MB of memory, and two slots of this release need ${2 * resources.memoryMb} MB (blue-green)`
  if (diskMb < 2 * resources.diskMb)
    return `it has ${diskMb} MB of disk, and two slots of this release need ${2 * resources.diskMb} MB (blue-green)`
  return null
}
