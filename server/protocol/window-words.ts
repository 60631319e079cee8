import type { MaintenanceWindow } from './calendar.ts'

/** ISO order. */
export const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

/** `Mon–Fri 22:00–04:00`; days that follow each other are drawn together. */
export function windowWords({ days, from, to }: MaintenanceWindow): string {
  const runs: number[][] = []
  for (const day of days.toSorted((a, b) => a - b)) {
    const run = runs.at(-1)
    if (run && run.at(-1) === day - 1) run.push(day)
    else runs.push([day])
  }
  const words = runs.map((run) => {
    const [first = 1] = run
    const last = run.at(-1) ?? first
    return run.length < 3 ? run.map(nameOf).join(', ') : `${nameOf(first)}–${nameOf(last)}`
  })
  return `${days.length === 7 ? 'Daily' : words.join(', ')} ${from}–${to}`
}

const nameOf = (day: number) => DAYS[day - 1] ?? '?'
