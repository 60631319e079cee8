import { HOOKS_CAPABILITY } from '../../protocol/device-hook.ts'
import type { ReleaseManifest } from '../../protocol/manifest.ts'

export type DeviceAbilities = {
  readonly capabilities: readonly string[]
  /** as its inventory says; null before the first, when only what every agent can may be counted on */
  readonly mechanisms: readonly string[] | null
}

const EVERY_AGENT_CAN: readonly string[] = ['dual-slot']

/**
 * Why a device's agent cannot install this release, as the end of a sentence that begins with the device; null when it can.
 * What an agent would have to pass over in silence (hooks) counts as something it cannot do.
 */
export function unsupportedBecause(
  manifest: Pick<ReleaseManifest, 'mechanism' | 'hooks'>,
  { capabilities, mechanisms }: DeviceAbilities,
): string | null {
  const can = mechanisms ?? EVERY_AGENT_CAN
  if (!can.includes(manifest.mechanism))
    return `its agent installs by ${can.join(' or ') || 'nothing'}, the release by ${manifest.mechanism}`
  const [hook] = manifest.hooks ?? []
  if (hook && !capabilities.includes(HOOKS_CAPABILITY))
    return `its agent carries out no device steps, the release needs “${hook.name}”`
  return null
}
