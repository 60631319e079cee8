import Link from 'next/link'
import type { PlanChange } from '../../../server/protocol/plan-change.ts'
import { page } from '../../paths.ts'
import { plural } from '../../ui/numbers.ts'

/** What differs, in the words a refused start uses; devices lead to their page. */
export function Changes({ changes }: { changes: readonly PlanChange[] }) {
  return (
    <ul className="list-disc space-y-1 pl-4">
      {changes.map((change) => (
        <li key={`${change.kind} ${change.because}`}>
          {change.because.slice(0, 1).toUpperCase() + change.because.slice(1)}
          {change.devices.length > 0 && (
            <ul className="mt-1 text-secondary">
              {change.devices.map(({ deviceId, name, because }) => (
                <li key={deviceId}>
                  <Link href={page.device(deviceId)} className="rounded-mark font-medium underline underline-offset-2">
                    {name}
                  </Link>
                  {because && `: ${because}`}
                </li>
              ))}
              {change.count > change.devices.length && (
                <li className="text-muted">and {plural(change.count - change.devices.length, 'more device')}</li>
              )}
            </ul>
          )}
          {!change.holds && <span className="text-muted text-secondary"> What would be deployed is the same.</span>}
        </li>
      ))}
    </ul>
  )
}
