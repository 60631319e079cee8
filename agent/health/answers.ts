/**
 * Is `actual` an answer of the kind `expected`? Numbers may differ by `tolerance`, everything else must be equal, and
 * the answer may say more than was expected. Null when it is; else where it is not, as a sentence.
 */
export function difference(expected: unknown, actual: unknown, tolerance: number, path = 'the answer'): string | null {
  if (typeof expected === 'number') {
    const near = typeof actual === 'number' && Math.abs(actual - expected) <= tolerance
    return near ? null : `${path} is ${shown(actual)}, expected ${expected}${tolerance > 0 ? ` ± ${tolerance}` : ''}`
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length)
      return `${path} is ${shown(actual)}, expected a list of ${expected.length}`
    return first(expected.map((part, at) => difference(part, actual[at], tolerance, `${path}[${at}]`)))
  }
  if (expected !== null && typeof expected === 'object') {
    if (actual === null || typeof actual !== 'object' || Array.isArray(actual))
      return `${path} is ${shown(actual)}, expected an object`
    const answer = actual as Record<string, unknown>
    return first(Object.entries(expected).map(([key, part]) => difference(part, answer[key], tolerance, key)))
  }
  return expected === actual ? null : `${path} is ${shown(actual)}, expected ${shown(expected)}`
}

const first = (problems: (string | null)[]): string | null => problems.find((problem) => problem !== null) ?? null

const shown = (value: unknown): string => (value === undefined ? 'missing' : JSON.stringify(value).slice(0, 60))
