import type { Instant } from '../protocol/ids.ts'

export const plusSeconds = (at: Instant, seconds: number) => Math.round(at + seconds * 1000) as Instant

export const latest = (first: Instant, ...rest: readonly (Instant | null)[]): Instant =>
  rest.reduce<Instant>((newest, at) => (at !== null && at > newest ? at : newest), first)

export const secondsBetween = (from: Instant, to: Instant) => Math.max(0, (to - from) / 1000)

/** `95 s` → `1 m 35 s`; for sentences. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`
  const minutes = Math.round(whole / 60)
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
