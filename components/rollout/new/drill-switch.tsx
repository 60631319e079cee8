import { useId } from 'react'
import type { RolloutPolicy } from '../../../server/protocol/policy.ts'
import { duration } from '../../ui/numbers.ts'

type Props = { policy: RolloutPolicy; shipped: boolean; onChange: (on: boolean) => void }

/** Whether going back is tried on one canary before anybody is asked to approve, and what that costs. */
export function DrillSwitch({ policy, shipped, onChange }: Props) {
  const id = useId()
  const { rollbackDrill: on, trial, installTimeoutSeconds } = policy
  return (
    <div className="grid gap-x-4 gap-y-1 px-4 py-2.5 md:grid-cols-[200px_minmax(0,1fr)] md:items-start">
      <label className="flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
        <input
          type="checkbox"
          aria-describedby={`${id}-means`}
          checked={on}
          onChange={(event) => onChange(event.target.checked)}
        />
        Rollback drill
        {on !== shipped && <span className="font-medium text-run-text text-secondary">Changed</span>}
      </label>
      <div id={`${id}-means`} className="min-w-0 text-secondary md:pt-1.5">
        <p>
          {on
            ? `Before the canary soaks, one of its devices goes back, proves the old version, and takes the new one again: three installations instead of one on it, at least ${duration(2 * trial.minReadySeconds)} more. Not back within ${duration(installTimeoutSeconds)}, the rollout halts and nobody is asked to approve.`
            : 'Going back is not tried before approval is asked for. The first rollback is the one that is needed.'}
        </p>
        <p className="text-muted">R-170 · default {shipped ? 'on' : 'off'}</p>
      </div>
    </div>
  )
}
