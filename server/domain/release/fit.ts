import type { ReleaseManifest } from '../../protocol/manifest.ts'
import type { ReleaseFit } from '../../protocol/views/release-view.ts'
import { counted } from '../counted.ts'
import { unsupportedBecause } from './device-support.ts'

/** Devices that cannot be told apart by a release. */
export type Alike = {
  readonly hardwareType: string
  readonly architecture: string
  readonly hasMemory: boolean
  readonly hasDisk: boolean
  readonly capabilities: readonly string[]
  readonly mechanisms: readonly string[] | null
  readonly devices: number
}

type Fit = { readonly sentence: string; readonly types: ReleaseFit[] }

/** R-026 … R-028 for the whole registry, before anybody starts a rollout: which hardware types it fits, and what the rest lack. */
export function fitOf(manifest: ReleaseManifest, registry: readonly Alike[]): Fit {
  const types = [...Map.groupBy(registry, (alike) => `${alike.hardwareType}/${alike.architecture}`).values()]
    .map((group) => typeFit(manifest, group))
    .toSorted((a, b) => b.devices - a.devices || a.hardwareType.localeCompare(b.hardwareType))
  return { sentence: sentenceOf(types), types }
}

function typeFit(manifest: ReleaseManifest, group: readonly Alike[]): ReleaseFit {
  const { hardwareType = '', architecture = '' } = group[0] ?? {}
  const built = manifest.artifacts.some(
    (artifact) => artifact.hardwareType === hardwareType && artifact.architecture === architecture,
  )
  const lacking = new Map<string, number>()
  let fits = 0
  for (const alike of group) {
    const because = built ? whyNot(manifest, alike) : `no artifact is built for ${hardwareType} on ${architecture}`
    if (because === null) fits += alike.devices
    else lacking.set(because, (lacking.get(because) ?? 0) + alike.devices)
  }
  return {
    hardwareType,
    architecture,
    devices: group.reduce((sum, alike) => sum + alike.devices, 0),
    fits,
    problems: [...lacking].map(([because, devices]) => ({ devices, because })),
  }
}

function whyNot(manifest: ReleaseManifest, alike: Alike): string | null {
  const { memoryMb, diskMb } = manifest.resources
  if (!alike.hasMemory) return `lack memory: ${memoryMb} MB are needed`
  if (!alike.hasDisk) return `lack free disk: ${diskMb} MB are needed`
  return unsupportedBecause(manifest, alike)
}

function sentenceOf(types: readonly ReleaseFit[]): string {
  if (types.length === 0) return 'The registry holds no devices yet.'
  const whole = types.filter((type) => type.fits === type.devices).length
  const all = `Fits ${whole} of ${counted(types.length, 'hardware type')}.`
  const worst = types
    .flatMap((type) => type.problems.map((problem) => ({ ...problem, type: type.hardwareType })))
    .toSorted((a, b) => b.devices - a.devices)[0]
  return worst ? `${all} ${counted(worst.devices, `${worst.type} device`)}: ${worst.because}.` : all
}
