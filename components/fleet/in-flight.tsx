import Link from 'next/link'
import type { RolloutRow } from '../../server/protocol/views/rollouts-view.ts'
import { page } from '../paths.ts'
import { Pill } from '../status/pill.tsx'
import { TONE_GLYPH } from '../status/tone-glyph.ts'
import { WaveBars } from '../status/wave-bars.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { Card } from '../ui/card.tsx'

export function InFlight({ rollouts }: { rollouts: readonly RolloutRow[] }) {
  return (
    <Card
      title="Rollouts in flight"
      flush
      acts={
        <Link href={page.rollouts()} className={buttonClass({ tone: 'ghost', size: 'compact' })}>
          All rollouts
        </Link>
      }
    >
      {rollouts.length === 0 ? (
        <p className="px-4 py-6 text-muted">No rollout is in flight.</p>
      ) : (
        <ul className="divide-y">
          {rollouts.map((rollout) => (
            <li key={rollout.id} className="flex flex-col gap-2 px-4 py-3">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Link
                  href={page.rollout(rollout.id)}
                  className="min-w-0 truncate rounded-mark font-medium hover:underline"
                >
                  {rollout.name}
                </Link>
                <span className="min-w-0 truncate text-muted text-secondary max-md:order-1 max-md:w-full">
                  {rollout.from} → {rollout.to}
                </span>
                <span className="ml-auto">
                  <Pill tone={rollout.tone} glyph={TONE_GLYPH[rollout.tone]}>
                    {rollout.phaseLabel}
                  </Pill>
                </span>
              </div>
              <WaveBars waves={rollout.waves} />
              <p className="value text-muted text-secondary">{rollout.next}</p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
