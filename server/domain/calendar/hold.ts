import { Temporal } from 'temporal-polyfill'
import type { Freeze, MaintenanceWindows } from '../../protocol/calendar.ts'
import type { Instant } from '../../protocol/ids.ts'
import { opening } from './window.ts'

export type CalendarSite = {
  readonly id: string
  readonly name: string
  readonly timeZone: string
  readonly windows: MaintenanceWindows
}

/** Why nothing new is deployed at a site now, and until when at the earliest. */
export type Hold = { readonly because: string; readonly until: Instant }

/** A freeze outranks a window: it has an owner who can end it. Of several the one that lasts longest speaks. */
export function holdOf(site: CalendarSite, freezes: readonly Freeze[], now: Instant): Hold | null {
  const frozen = freezes
    .filter(({ sites, from, until }) => from <= now && now < until && (sites.length === 0 || sites.includes(site.id)))
    .toSorted((a, b) => b.until - a.until)[0]
  if (frozen) {
    return {
      because: `${site.name} is frozen until ${localTime(frozen.until, site.timeZone)} by ${frozen.by}: ${frozen.reason.replace(/[.\s]+$/, '')}.`,
      until: frozen.until,
    }
  }
  const window = opening(site.windows, site.timeZone, now)
  if (window.open) return null
  return {
    because: `The maintenance window of ${site.name} opens at ${localTime(window.at, site.timeZone)}.`,
    until: window.at,
  }
}

/** `Wed 22:00 (Europe/Oslo)` within a week, with its date beyond. */
function localTime(at: Instant, timeZone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone)
  const day = local.toLocaleString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' })
  return `${day} ${local.toPlainTime().toString({ smallestUnit: 'minute' })} (${timeZone})`
}
