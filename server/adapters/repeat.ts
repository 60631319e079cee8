import type { Clock } from '../engine/ports.ts'

/** Does something again and again, never twice at once, until the signal aborts. Trouble is told and the next turn comes. */
export async function repeat(
  clock: Clock,
  everyMs: number,
  signal: AbortSignal,
  work: () => Promise<void>,
  trouble: (cause: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(everyMs, signal)
    if (signal.aborted) return
    await work().catch(trouble)
  }
}
