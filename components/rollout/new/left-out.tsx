import Link from 'next/link'
import type { Plan } from '../../../server/protocol/plan.ts'
import { printSelector } from '../../../server/protocol/selector/print.ts'
import { page } from '../../paths.ts'
import { plural } from '../../ui/numbers.ts'

/** Names of one reason that are read; the list has the others. */
const NAMED = 4
/** A selector may be 2000 characters long. */
const LONGEST = 1900

/** Matched and yet not in the plan: alike ones together, with why and a way to them. */
export function LeftOut({ devices }: { devices: Plan['excluded'] }) {
  if (devices.length === 0) return null
  const groups = [...Map.groupBy(devices, ({ because }) => because)].toSorted(([, a], [, b]) => b.length - a.length)
  return (
    <section aria-label="Left out">
      <p className="font-medium">{plural(devices.length, 'device')} left out</p>
      <ul className="mt-1 flex flex-col gap-1.5">
        {groups.map(([because, alike]) => (
          <li key={because} className="text-secondary">
            <span className="font-medium">{plural(alike.length, 'device')}</span>{' '}
            <span className="text-muted">
              because {because}: {named(alike)}.
            </span>{' '}
            <InList devices={alike} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function InList({ devices }: { devices: Plan['excluded'] }) {
  const values: string[] = []
  let length = 0
  for (const { deviceId } of devices) {
    length += deviceId.length + 1
    if (length > LONGEST) break
    values.push(deviceId)
  }
  const text =
    values.length < devices.length
      ? `Show ${values.length} of them in the list`
      : `Show ${values.length === 1 ? 'it' : 'them'} in the list`
  return (
    <Link
      href={page.devices(printSelector([{ on: 'key', key: 'id', is: 'in', values }]))}
      className="rounded-mark whitespace-nowrap text-run-text underline"
    >
      {text}
    </Link>
  )
}

function named(devices: Plan['excluded']): string {
  const names = devices.slice(0, NAMED).map(({ name }) => name)
  return devices.length > NAMED ? `${names.join(', ')} and others` : names.join(', ')
}
