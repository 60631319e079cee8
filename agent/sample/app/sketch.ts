/** The wire's latency bins (server/protocol/sketch.ts), copied: this application is packed alone. A test holds them equal. */
const RELATIVE_ERROR = 0.02
const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR)
const MIN_MS = 0.01
const MIN_BIN = Math.ceil(Math.log(MIN_MS) / Math.log(GAMMA))
const MAX_BIN = 460

export function binOf(milliseconds: number): number {
  if (!(milliseconds > MIN_MS)) return MIN_BIN
  return Math.min(MAX_BIN, Math.ceil(Math.log(milliseconds) / Math.log(GAMMA)))
}
