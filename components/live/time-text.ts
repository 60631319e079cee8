/** `zone`: undefined is the reader's own. All instants in ms. */
export function clockTime(at: number, now: number, zone: string | undefined, seconds: boolean): string {
  const time = format(TIME, zone, at)
  if (format(DAY, zone, at) === format(DAY, zone, now)) return seconds ? time : time.slice(0, 5)
  return `${format(DATE, zone, at)} ${time.slice(0, 5)}`
}

export function exactTime(at: number, zone: string | undefined): string {
  return format(EXACT, zone, at)
}

export function ago(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  if (seconds < 5) return 'just now'
  if (seconds < 60) return `${seconds}\u00a0s ago`
  if (seconds < 3600) return `${Math.floor(seconds / 60)}\u00a0m ago`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}\u00a0h ago`
  return `${Math.floor(seconds / 86_400)}\u00a0d ago`
}

const TIME = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const
const DAY = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
const DATE = { day: 'numeric', month: 'short' } as const
const EXACT = { dateStyle: 'medium', timeStyle: 'long' } as const

// Making a formatter costs a thousand times what using one does, and lists hold hundreds of times.
const made = new Map<object, Map<string | undefined, Intl.DateTimeFormat>>()

function format(options: Intl.DateTimeFormatOptions, zone: string | undefined, at: number): string {
  const ofOptions = made.get(options) ?? new Map<string | undefined, Intl.DateTimeFormat>()
  made.set(options, ofOptions)
  const formatter = ofOptions.get(zone) ?? new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone })
  ofOptions.set(zone, formatter)
  return formatter.format(at)
}
