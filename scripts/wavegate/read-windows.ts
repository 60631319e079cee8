import { MaintenanceWindows } from '../../server/protocol/calendar.ts'
import { DAYS } from '../../server/protocol/window-words.ts'
import { Usage } from './failures.ts'
import { checked } from './read-json.ts'

/** `Mon-Fri 22:00-04:00 Sat,Sun 00:00-00:00`: days and hours in turn, as lists show them; quotes make no difference. */
export function readWindows(words: readonly string[]): MaintenanceWindows {
  const parts = words.join(' ').split(/\s+/).filter(Boolean)
  if (parts.length % 2 === 1) throw new Usage('Name days and hours in turn, as Mon-Fri 22:00-04:00.')
  const windows = parts.flatMap((days, at) => {
    if (at % 2 === 1) return []
    const [from, to, more] = (parts[at + 1] ?? '').split(/[-–]/)
    return [{ days: daysOf(days), from, to: more === undefined ? to : undefined }]
  })
  return checked(MaintenanceWindows, windows, 'window ')
}

/** `Daily`, `Mon-Fri`, `Sat,Sun`, `Fri-Mon`. */
function daysOf(text: string): number[] {
  if (text.toLowerCase() === 'daily') return DAYS.map((_, at) => at + 1)
  return text.split(',').flatMap((part) => {
    const [first, last = first, more] = part.split(/[-–]/).map(dayOf)
    if (first === undefined || last === undefined || more !== undefined) throw notDays(text)
    return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, n) => ((first - 1 + n) % 7) + 1)
  })
}

function dayOf(name: string): number {
  const at = DAYS.findIndex((day) => day.toLowerCase() === name.toLowerCase())
  if (at < 0) throw notDays(name)
  return at + 1
}

const notDays = (text: string) => new Usage(`${text} names no days: write Mon-Fri, or Sat,Sun, or Daily.`)
