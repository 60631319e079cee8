import type { StateCounts } from '../../live/lane-states.ts'
import { DEVICE_STATE } from '../../status/device-state.ts'
import { StateMark } from '../../status/state-mark.tsx'
import { STATE_ORDER } from '../../status/state-order.ts'
import { count } from '../../ui/numbers.ts'

/** Legend and count in one: each state that occurs, with its mark. */
export function CountsLine({ counts }: { counts: StateCounts }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-secondary">
      {STATE_ORDER.filter((state) => (counts[state] ?? 0) > 0).map((state) => (
        <li key={state} className="flex items-center gap-1.5">
          <StateMark state={state} />
          <span className="value tabular-nums">{count(counts[state] ?? 0)}</span>
          <span className="text-muted">{DEVICE_STATE[state].label}</span>
        </li>
      ))}
    </ul>
  )
}

export function countsInWords(counts: StateCounts): string {
  const parts = STATE_ORDER.filter((state) => (counts[state] ?? 0) > 0).map(
    (state) => `${counts[state]} ${DEVICE_STATE[state].label.toLowerCase()}`,
  )
  return parts.join(', ') || 'no devices'
}
