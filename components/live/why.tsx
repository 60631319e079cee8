import type { NextStep } from '../../server/protocol/views/rollout-view.ts'
import { Ago, Countdown } from './time.tsx'

/** B-11: what something waits for, since when, and when it is looked at next. */
export function Why({ why }: { why: NextStep }) {
  return (
    <>
      {why.sentence}{' '}
      <span className="text-muted">
        Since <Ago at={why.since} />
        {why.at !== null && (
          <>
            , due in <Countdown to={why.at} past="a moment" />
          </>
        )}
        .
      </span>
    </>
  )
}
