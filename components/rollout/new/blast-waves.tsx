import type { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { useClock } from '../../live/clock.tsx'
import { At } from '../../live/time.tsx'
import { bytes, count, duration, plural } from '../../ui/numbers.ts'
import type { Ends } from './timeline.ts'

type WaveProps = { wave: PlanPreview['plan']['waves'][number]; ends: Ends | undefined; before: Ends | undefined }

/** One wave of the plan: its share, its time, what it takes down and who will be away. */
export function Wave({ wave, ends, before }: WaveProps) {
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
export function Times({ ends, because }: { ends: readonly Ends[]; because: string }) {
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
