import type { DeviceId } from '../../../server/protocol/ids.ts'
import type { CanarySwap } from '../../../server/protocol/plan.ts'

const BETWEEN = '>'

/** `a>b`: b instead of a; `a>`: a taken out. As they stand in the address; what is no swap is passed over. */
export function readSwaps(texts: readonly string[]): CanarySwap[] {
  return texts.flatMap((text) => {
    const [take, instead, ...more] = text.split(BETWEEN).map(decoded)
    if (!take || instead === undefined || more.length > 0) return []
    return [{ take: take as DeviceId, instead: instead === '' ? null : (instead as DeviceId) }]
  })
}

export const writeSwaps = (swaps: readonly CanarySwap[]): string[] =>
  swaps.map(({ take, instead }) => [take, instead ?? ''].map(encodeURIComponent).join(BETWEEN))

/** One more. A device that came in by a swap and goes out again leaves no trace of itself. */
export function swapped(swaps: readonly CanarySwap[], next: CanarySwap): CanarySwap[] {
  const before = swaps.find(({ instead }) => instead === next.take)
  const others = swaps.filter((swap) => swap !== before)
  const take = before?.take ?? next.take
  return take === next.instead ? others : [...others, { take, instead: next.instead }]
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}
