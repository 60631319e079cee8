import { CloudOff, TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import type { RolloutPolicy } from '../../../server/protocol/policy.ts'
import type { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { At } from '../../live/time.tsx'
import { page } from '../../paths.ts'
import { PHASE } from '../../status/phase.ts'
import { bytes, count, duration, plural } from '../../ui/numbers.ts'
import { Times, Wave } from './blast-waves.tsx'
import { waveEnds } from './timeline.ts'

type Props = {
  policy: RolloutPolicy
  preview: PlanPreview | null
  problem: string | null
  unread: string | null
  /** why it is not asked for now */
  held?: string | null
  catchingUp: boolean
  /** it is a record of what was planned: nothing in it is about now */
  past?: boolean
}

/** What this choice touches, in devices, minutes and bytes. Recomputed with every change. */
export function Blast({ policy, preview, problem, unread, held = null, catchingUp, past = false }: Props) {
  return (
    <section aria-label="Blast radius" aria-busy={catchingUp} className="rounded-card border bg-card">
      <div className="flex items-baseline justify-between gap-3 border-b px-4 py-2.5">
        <h2 className="font-semibold text-body">What this touches</h2>
        {/* Said, not dimmed: what is on its way out must still be readable. */}
        {preview && catchingUp && !held && <span className="text-muted text-secondary">computing again …</span>}
      </div>
      <div className="p-4">
        {unread && (
          <p role="status" className="mb-3 flex gap-2 text-warn-text">
            <CloudOff aria-hidden className="mt-0.5 size-4 shrink-0" strokeWidth={1.75} />
            <span>
              {unread} {preview && <>Shown is what was so at {<At at={preview.serverTime} />}.</>}
            </span>
          </p>
        )}
        {held && preview && (
          <p role="status" className="mb-3">
            Not computed again until this is mended: {held.replace(/\.$/, '')}.
          </p>
        )}
        {problem ? (
          <p role="alert" className="flex gap-2 text-fail-text">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" strokeWidth={1.75} />
            {problem}
          </p>
        ) : preview ? (
          <Numbers preview={preview} policy={policy} past={past} />
        ) : (
          <p className="text-muted">Choose a release: its devices, waves and risks are computed here.</p>
        )}
      </div>
    </section>
  )
}

function Numbers({ preview, policy, past }: { preview: PlanPreview; policy: RolloutPolicy; past: boolean }) {
  const { plan, offline } = preview
  const ends = waveEnds(preview, policy)
  return (
    <div className="flex flex-col gap-4">
      <p>
        <span className="font-semibold text-number">{count(plan.cohort)}</span>{' '}
        <span className="text-muted">
          {plan.cohort === 1 ? 'device' : 'devices'}, {bytes(preview.bytesToMove)} to move
        </span>
        <span className="block text-muted text-secondary">
          {offline > 0 ? `${count(offline)} offline${past ? ' then' : ' now, catch up later'} · ` : ''}
          {plan.excluded.length > 0 ? `${count(plan.excluded.length)} left out` : 'none left out'}
        </span>
      </p>
      {!past && <Held holds={preview.holds} />}
      <Ahead ahead={preview.ahead} />
      <ol aria-label="Waves" className="flex flex-col gap-3">
        {plan.waves.map((wave) => (
          <Wave key={wave.wave} wave={wave} ends={ends[wave.wave]} before={ends[wave.wave - 1]} />
        ))}
      </ol>
      {!past && <Times ends={ends} because={preview.estimate.because} />}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 border-t pt-4">
        <dt className="text-muted">Runs now</dt>
        <dd className="text-right">
          {preview.from.map((from) => `${from.version} (${count(from.devices)})`).join(', ') || '–'}
        </dd>
        <dt className="text-muted">Going back</dt>
        <dd className="text-right">
          by itself within {duration(policy.trial.windowSeconds)} of a failed trial, nothing downloaded; measured{' '}
          {duration(policy.rollbackVerifySeconds)} before it counts
        </dd>
      </dl>
      <p className="border-t pt-4 text-muted text-secondary">{preview.worstCase}</p>
    </div>
  )
}

/** Rollouts that have some of the devices: it waits for them, or does without. */
function Ahead({ ahead }: Pick<PlanPreview, 'ahead'>) {
  if (ahead.length === 0) return null
  return (
    <ul aria-label="In other rollouts" className="flex flex-col gap-1 text-secondary text-warn-text">
      {ahead.map(({ id, name, phase, priority, devices }) => (
        <li key={id}>
          {plural(devices, 'device')} in{' '}
          <Link href={page.rollout(id)} className="underline underline-offset-2">
            {name}
          </Link>
          : {priority === null ? PHASE[phase].label.toLowerCase() : `waits, priority ${priority}`}
        </li>
      ))}
    </ul>
  )
}

/** Sites that would not take it now: said before it is started, not found out by waiting. */
function Held({ holds }: Pick<PlanPreview, 'holds'>) {
  if (holds.length === 0) return null
  const further = holds.slice(2)
  return (
    <ul aria-label="Held by their sites" className="flex flex-col gap-1 text-secondary text-warn-text">
      {holds.slice(0, 2).map(({ because, devices }) => (
        <li key={because}>
          {plural(devices, 'device')} would wait: {because}
        </li>
      ))}
      {further.length > 0 && (
        <li>
          {plural(
            further.reduce((sum, { devices }) => sum + devices, 0),
            'device',
          )}{' '}
          more at {plural(further.length, 'other site')}.
        </li>
      )}
    </ul>
  )
}
