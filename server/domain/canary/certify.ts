import { counted } from '../counted.ts'
import type { Cover } from './cover.ts'

/** Why the covering set is as small as it can be, in a form that can be checked by hand. */
export type Certificate = {
  /** devices the cover needs, before any are added to reach the percentage */
  readonly size: number
  /** no cover can be smaller */
  readonly lowerBound: number
  /** elements no two of which have a device in common: each needs one of its own */
  readonly apart: readonly string[]
  readonly because: string
}

export function certify(cover: Cover, elements: readonly string[]): Certificate {
  const size = cover.picks.length
  const apart = cover.apart.flatMap((element) => elements[element] ?? [])
  const lowerBound = cover.exact ? size : Math.min(size, apart.length)
  return { size, lowerBound, apart, because: why(size, apart.length, cover, elements.length) }
}

function why(size: number, apart: number, { exact, uncovered }: Cover, elements: number): string {
  const what = elements - uncovered.length === 1 ? '1 stratum' : `${elements - uncovered.length} strata and groups`
  const cover = `${counted(size, 'device')} cover ${what}`
  if (size === apart && uncovered.length === 0)
    return `${cover}. Fewer can not: ${apart} of them have no device in common, so each needs one of its own.`
  if (exact) return `${cover}. Fewer can not: every smaller set was tried or ruled out.`
  return `${cover}. At least ${apart} are needed, since so many have no device in common; at most ${size - apart} could be spared, and the fleet is too large to try every set.`
}
