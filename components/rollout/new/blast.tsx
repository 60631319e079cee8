import { CloudOff, TriangleAlert } from 'lucide-react'
import type { RolloutPolicy } from '../../../server/protocol/policy.ts'
import type { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { useClock } from '../../live/clock.tsx'
import { At } from '../../live/time.tsx'
import { cn } from '../../ui/cn.ts'
import { bytes, count, duration, plural } from '../../ui/numbers.ts'
import { type Ends, waveEnds } from './timeline.ts'

type Props = {
  policy: RolloutPolicy
  preview: PlanPreview | null
  problem: string | null
  unread: string | null
  /** why it is not asked for now */
  held?: string | null
  catchingUp: boolean
}

/** What this choice touches, in devices, minutes and bytes. Recomputed with every change. */
export function Blast({ policy, preview, problem, unread, held = null, catchingUp }: Props) {
  return (
    <section aria-label="Blast radius" aria-busy={catchingUp} className="rounded-card border bg-card">
      <h2 className="border-b px-4 py-2.5 font-semibold text-body">What this touches</h2>
      <div className={cn('p-4 transition-opacity duration-100', (catchingUp || held) && preview && 'opacity-60')}>
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
          <Numbers preview={preview} policy={policy} />
        ) : (
          <p className="text-muted">Choose a release: its devices, waves and risks are computed here.</p>
        )}
      </div>
    </section>
  )
}

function Numbers({ preview, policy }: { preview: PlanPreview; policy: RolloutPolicy }) {
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
          {offline > 0 ? `${count(offline)} offline now, catch up later · ` : ''}
          {plan.excluded.length > 0 ? `${count(plan.excluded.length)} left out` : 'none left out'}
        </span>
      </p>
      <ol aria-label="Waves" className="flex flex-col gap-3">
        {plan.waves.map((wave) => (
          <Wave key={wave.wave} wave={wave} ends={ends[wave.wave]} before={ends[wave.wave - 1]} />
        ))}
      </ol>
      <Times ends={ends} because={preview.estimate.because} />
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

type WaveProps = { wave: PlanPreview['plan']['waves'][number]; ends: Ends | undefined; before: Ends | undefined }

function Wave({ wave, ends, before }: WaveProps) {
  const { blast, forecast } = wave
  const takes = ends && { low: ends.low - (before?.low ?? 0), high: ends.high - (before?.high ?? 0) }
  return (
    <li>
      <div className="flex items-baseline justify-between gap-2">
        <span className="font-medium">{wave.label}</span>
        <span>
          {plural(wave.devices, 'device')}{' '}
          <span className="text-muted text-secondary">
            {Math.floor(wave.percentOfCohort)} % of all
            {wave.wave > 0 && wave.percentOfRemaining < 100 && `, ${Math.floor(wave.percentOfRemaining)} % of the rest`}
          </span>
        </span>
      </div>
      <div aria-hidden className="relative my-1 h-1.5 rounded-chip bg-sunken">
        <div
          className="absolute inset-y-0 min-w-1 rounded-chip bg-run"
          style={{ left: `${wave.cumulativePercent - wave.percentOfCohort}%`, width: `${wave.percentOfCohort}%` }}
        />
      </div>
      <p className="text-muted text-secondary">
        {takes && `${duration(takes.low)} to ${duration(takes.high)}`}
        {blast && ` · ${bytes(blast.bytes)} · ${plural(blast.sites, 'site')}`}
        {blast && blast.online < wave.devices && ` · ${count(wave.devices - blast.online)} offline now`}
        {forecast && forecast.offline > 0 && (
          <span title={forecast.offlineBecause}> · {count(forecast.offline)} expected away when it begins</span>
        )}
        {blast && blast.whole.length > 0 && ` · takes ${blast.whole.slice(0, 3).join(', ')} down whole`}
      </p>
    </li>
  )
}

/** The reader's own clock, as if it were started now; people are not counted, they take the time they take. */
function Times({ ends, because }: { ends: readonly Ends[]; because: string }) {
  const start = useClock((now) => Math.floor(now / 60_000) * 60_000)
  const canary = ends[0]
  const whole = ends.at(-1)
  if (!canary || !whole) return null
  const at = (seconds: number) => <At at={start + seconds * 1000} seconds={false} />
  return (
    <p className="border-t pt-4">
      Started now, the canary is judged between {at(canary.low)} and {at(canary.high)}; all of it is done by{' '}
      {at(whole.low)} at best, {at(whole.high)} at worst.{' '}
      <span className="text-muted">The time until somebody approves comes on top.</span>
      {because && <span className="mt-1 block text-muted text-secondary">{because}</span>}
    </p>
  )
}
