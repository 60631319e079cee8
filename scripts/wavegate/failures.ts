/** What a command of the CLI ends with; scripts may count on it. */
export const EXIT = { ok: 0, refused: 1, usage: 2, unreachable: 3 } as const

/** The server understood and said no, in its own words. */
export class Refused extends Error {
  readonly code: string
  constructor(message: string, code: string) {
    super(message)
    this.code = code
  }
}

/** What was typed does not make sense, whatever the server would say. */
export class Usage extends Error {}

/** Nobody answered, or something that is no Wavegate server. */
export class Unreachable extends Error {}

/** The work was done and its answer is "no": printed already, told by the exit code alone. */
export class Unmet extends Error {}

export function exitCodeOf(failure: unknown): number | null {
  if (failure instanceof Refused || failure instanceof Unmet) return EXIT.refused
  if (failure instanceof Usage) return EXIT.usage
  return failure instanceof Unreachable ? EXIT.unreachable : null
}
