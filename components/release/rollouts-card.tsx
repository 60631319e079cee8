import Link from 'next/link'
import type { ReleaseView } from '../../server/protocol/views/release-view.ts'
import { At } from '../live/time.tsx'
import { page } from '../paths.ts'
import { Pill } from '../status/pill.tsx'
import { TONE_GLYPH } from '../status/tone-glyph.ts'
import { Card } from '../ui/card.tsx'
import { plural } from '../ui/numbers.ts'

/** Every rollout that moved devices to this release. */
export function RolloutsCard({ rollouts, blocked }: { rollouts: ReleaseView['rollouts']; blocked: boolean }) {
  return (
    <Card title="Rollouts" flush>
      {rollouts.length === 0 ? (
        <p className="px-4 py-6 text-muted">
          No rollout has used it yet.{' '}
          {!blocked && (
            <Link href={page.newRollout()} className="rounded-mark underline">
              Plan one
            </Link>
          )}
        </p>
      ) : (
        <ul className="divide-y">
          {rollouts.map((rollout) => (
            <li key={rollout.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
              <Link href={page.rollout(rollout.id)} className="min-w-0 rounded-mark font-medium hover:underline">
                {rollout.name}
              </Link>
              <Pill tone={rollout.tone} glyph={TONE_GLYPH[rollout.tone]}>
                {rollout.phaseLabel}
              </Pill>
              <span className="ml-auto text-muted text-secondary">
                {plural(rollout.cohort, 'device')} · <At at={rollout.createdAt} seconds={false} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
