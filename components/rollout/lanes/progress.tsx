import { ChevronDown } from 'lucide-react'
import Link from 'next/link'
import type { RolloutView } from '../../../server/protocol/views/rollout-view.ts'
import type { StateCounts } from '../../live/lane-states.ts'
import { page } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { count, percentOf } from '../../ui/numbers.ts'
import { Popover } from '../../ui/popover.tsx'

/** How far it is, of what: offline devices are not in the denominator, and who was left out is one press away. */
export function Progress({ view, counts }: { view: RolloutView; counts: StateCounts }) {
  const skipped = counts.skipped ?? 0
  const eligible = view.cohort - skipped
  const on = (counts.healthy ?? 0) + (counts.degraded ?? 0)
  const parts = [
    skipped > 0 && `${count(skipped)} offline, catch up later`,
    (counts.quarantined ?? 0) > 0 && `${count(counts.quarantined ?? 0)} quarantined`,
  ].filter((part) => part !== false)
  return (
    <div className="flex flex-wrap items-center gap-x-2">
      <span className="value">
        {count(on)} of {count(eligible)} eligible on {view.to.version} ({percentOf(on, eligible)})
      </span>
      {parts.map((part) => (
        <span key={part}>· {part}</span>
      ))}
      {view.excluded.length > 0 && (
        <Popover
          label="Devices not targeted"
          align="start"
          trigger={
            <Button tone="ghost" size="compact" className="h-6 px-1.5 font-normal text-muted">
              {count(view.excluded.length)} not targeted
              <ChevronDown aria-hidden className="size-3.5" strokeWidth={1.75} />
            </Button>
          }
        >
          <ul className="-m-1 flex max-h-72 flex-col gap-2 overflow-y-auto p-1">
            {view.excluded.map((device) => (
              <li key={device.deviceId}>
                <Link href={page.device(device.deviceId)} className="rounded-mark font-medium hover:underline">
                  {device.name}
                </Link>
                <p className="text-muted text-secondary">{device.because}</p>
              </li>
            ))}
          </ul>
        </Popover>
      )}
    </div>
  )
}
