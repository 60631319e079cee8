/** A stream of numbers in [0, 1) that is the same for the same words (xmur3 into mulberry32). */
export function seededRandom(...words: readonly (string | number)[]): () => number {
  let state = 1_779_033_703
  for (const letter of words.join('\0')) {
    state = Math.imul(state ^ letter.charCodeAt(0), 3_432_918_353)
    state = (state << 13) | (state >>> 19)
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Mean 0, deviation 1. */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
