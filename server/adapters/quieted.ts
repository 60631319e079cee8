/**
 * Says the same trouble once, then at most every `everyMs` with how often it came meanwhile: a database that is away for a
 * minute is one line, not a hundred.
 */
export function quieted(
  say: (cause: unknown, about: string, times: number) => void,
  now: () => number,
  everyMs = 30_000,
): (cause: unknown, about: string) => void {
  const said = new Map<string, { at: number; times: number }>()
  return (cause, about) => {
    const last = said.get(about)
    if (last && now() - last.at < everyMs) {
      last.times += 1
      return
    }
    say(cause, about, (last?.times ?? 0) + 1)
    said.set(about, { at: now(), times: 0 })
  }
}
