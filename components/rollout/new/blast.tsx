import { TriangleAlert } from 'lucide-react'
import type { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { cn } from '../../ui/cn.ts'
import { bytes, count, duration, plural } from '../../ui/numbers.ts'

type Props = { preview: PlanPreview | null; problem: string | null; catchingUp: boolean }

/** What this choice touches, in devices, minutes and bytes. Recomputed with every change. */
export function Blast({ preview, problem, catchingUp }: Props) {
  return (
    <section aria-label="Blast radius" aria-busy={catchingUp} className="rounded-card border bg-card">
      <h2 className="border-b px-4 py-2.5 font-semibold text-body">What this touches</h2>
      <div className={cn('p-4 transition-opacity duration-100', catchingUp && preview && 'opacity-60')}>
        {problem ? (
          <p role="alert" className="flex gap-2 text-fail-text">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" strokeWidth={1.75} />
            {problem}
          </p>
        ) : preview ? (
          <Numbers preview={preview} />
        ) : (
          <p className="text-muted">Choose a release: its devices, waves and risks are computed here.</p>
        )}
      </div>
    </section>
  )
}

function Numbers({ preview }: { preview: PlanPreview }) {
  const { plan, offline, estimate } = preview
  return (
    <div className="flex flex-col gap-4">
      <p>
        <span className="font-semibold text-number">{count(plan.cohort)}</span>{' '}
        <span className="text-muted">{plan.cohort === 1 ? 'device' : 'devices'}</span>
        <span className="block text-muted text-secondary">
          {offline > 0 ? `${count(offline)} offline now, catch up later · ` : ''}
          {plan.excluded.length > 0 ? `${count(plan.excluded.length)} left out` : 'none left out'}
        </span>
      </p>
      <ol className="flex flex-col gap-2">
        {plan.waves.map((wave) => (
          <li key={wave.wave}>
            <div className="flex items-baseline justify-between gap-2">
              <span className="font-medium">{wave.label}</span>
              <span>
                {count(wave.devices)}{' '}
                <span className="text-muted text-secondary">
                  ({Math.floor(wave.percentOfRemaining)} % of {wave.wave === 0 ? 'all' : 'the rest'}, ends at{' '}
                  {Math.floor(wave.cumulativePercent)} %)
                </span>
              </span>
            </div>
            {wave.blast && (
              <p className="text-muted text-secondary">
                {plural(wave.blast.sites, 'site')} · {bytes(wave.blast.bytes)}
                {wave.blast.online < wave.devices && ` · ${count(wave.devices - wave.blast.online)} offline`}
                {wave.blast.whole.length > 0 && ` · takes ${wave.blast.whole.slice(0, 3).join(', ')} down whole`}
              </p>
            )}
            <div aria-hidden className="relative mt-1 h-1.5 rounded-chip bg-sunken">
              <div
                className="absolute inset-y-0 min-w-1 rounded-chip bg-run"
                style={{ left: `${wave.cumulativePercent - wave.percentOfCohort}%`, width: `${wave.percentOfCohort}%` }}
              />
            </div>
          </li>
        ))}
      </ol>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 border-t pt-4">
        <dt className="text-muted">Runs now</dt>
        <dd className="text-right">
          {preview.from.map((from) => `${from.version} (${count(from.devices)})`).join(', ') || '–'}
        </dd>
        <dt className="text-muted">To move</dt>
        <dd className="text-right">{bytes(preview.bytesToMove)}</dd>
        <dt className="text-muted">Takes</dt>
        <dd className="text-right">
          {duration(estimate.low)} to {duration(estimate.high)}, plus approval
        </dd>
      </dl>
      <p className="border-t pt-4 text-muted text-secondary">{preview.worstCase}</p>
    </div>
  )
}
