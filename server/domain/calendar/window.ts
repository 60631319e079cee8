import { Temporal } from 'temporal-polyfill'
import type { MaintenanceWindow, MaintenanceWindows } from '../../protocol/calendar.ts'
import type { Instant } from '../../protocol/ids.ts'

/** `until`: when it closes. `at`: when the next one opens. */
export type Opening =
  | { readonly open: true; readonly until: Instant | null }
  | { readonly open: false; readonly at: Instant }

type Stretch = { readonly from: Instant; readonly to: Instant }

/** Yesterday's may still be open; one that begins once a week begins again within the next eight days. */
const DAYS = [-1, 0, 1, 2, 3, 4, 5, 6, 7, 8]

/**
 * Whether a site may be deployed to now, by its own clock: a window of 02:00–04:00 is that in summer and in winter. A time
 * that the clock leaves out in spring counts as the moment after the gap; one it shows twice in autumn as its first showing.
 */
export function opening(windows: MaintenanceWindows, timeZone: string, now: Instant): Opening {
  if (windows.length === 0) return { open: true, until: null }
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate()
  const stretches = windows
    .flatMap((window) =>
      DAYS.map((days) => today.add({ days }))
        .filter((date) => window.days.includes(date.dayOfWeek))
        .map((date) => stretchOn(window, date, timeZone)),
    )
    .filter(({ from, to }) => from < to)
    .toSorted((a, b) => a.from - b.from)
  const within = stretches.filter(({ from, to }) => from <= now && now < to)
  if (within.length > 0) return { open: true, until: endOf(within, stretches) }
  const next = stretches.find(({ from }) => from > now)
  if (!next) throw new Error('a window that begins every week begins within one')
  return { open: false, at: next.from }
}

/** Windows that touch are one. */
function endOf(within: readonly Stretch[], all: readonly Stretch[]): Instant {
  let until = Math.max(...within.map(({ to }) => to)) as Instant
  for (const { from, to } of all) if (from <= until && to > until) until = to
  return until
}

function stretchOn({ from, to }: MaintenanceWindow, date: Temporal.PlainDate, timeZone: string): Stretch {
  const at = (day: Temporal.PlainDate, time: string) =>
    day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds as Instant
  return { from: at(date, from), to: at(to > from ? date : date.add({ days: 1 }), to) }
}
