import type { ReleaseManifest } from '../../protocol/manifest.ts'
import { rounded } from '../counted.ts'
import type { PreflightDevice } from './facts.ts'

/** D-12: a disk as full as this is bad, per cent. */
const FULL_PERCENT = 90

const MB = 1_000_000

/** MB that have to be free for the installation: what the release asks for, and never less than its files take. */
export type DiskNeed = {
  readonly byPlatform: ReadonlyMap<string, number>
  readonly most: number
  readonly least: number
}

export function needOf({ artifacts, resources }: ReleaseManifest): DiskNeed {
  const byPlatform = new Map(
    artifacts.map((one) => [
      `${one.hardwareType} ${one.architecture}`,
      Math.max(resources.diskMb, (one.size + one.unpackedSize) / MB),
    ]),
  )
  return { byPlatform, most: Math.max(...byPlatform.values()), least: resources.diskMb }
}

export const placeIn = (need: DiskNeed, device: PreflightDevice): number =>
  need.byPlatform.get(`${device.hardwareType} ${device.architecture}`) ?? need.least

/** Completes "NAME: …"; null when the release fits on what is really free. */
export function spaceProblem({ diskMb, diskPercent }: PreflightDevice, needMb: number): string | null {
  if (diskPercent === null) return 'has not reported its disk'
  if (diskPercent >= FULL_PERCENT) return `its disk is ${rounded(diskPercent)} % full; ${FULL_PERCENT} % is the limit`
  const freeMb = Math.max(0, (diskMb * (100 - diskPercent)) / 100)
  return freeMb < needMb ? `has ${rounded(freeMb)} MB free, needs ${rounded(needMb)} MB` : null
}
