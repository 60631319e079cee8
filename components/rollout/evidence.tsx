import { CircleSlash } from 'lucide-react'
import type { RolloutView } from '../../server/protocol/views/rollout-view.ts'
import { At } from '../live/time.tsx'
import { EvidenceTable } from '../status/evidence-table.tsx'
import { Pill } from '../status/pill.tsx'
import { VERDICT } from '../status/verdict.ts'
import { Card } from '../ui/card.tsx'
import { count } from '../ui/numbers.ts'

type Props = { readings: RolloutView['readings']; wave: number | null; waves: RolloutView['waves']; ended: boolean }

const CUT_SHORT = { label: 'Not decided', glyph: CircleSlash, tone: 'off' } as const

/** The newest reading of the wave in question: no data never passes, and every verdict says why. */
export function Evidence({ readings, wave, waves, ended }: Props) {
  const inScope = readings.filter((reading) => wave === null || reading.wave === wave)
  const reading = inScope.reduce<(typeof inScope)[number] | null>(
    (newest, next) => (newest && newest.at > next.at ? newest : next),
    null,
  )
  if (!reading)
    return (
      <Card title="Gate evidence">
        <p className="text-muted">
          No gate has been read yet. The first reading comes when the canary reports from the new version.
        </p>
      </Card>
    )
  // What was still being watched when the rollout ended is watched no more.
  const cutShort = ended && reading.verdict === 'wait'
  const { label, glyph, tone } = cutShort ? CUT_SHORT : VERDICT[reading.verdict]
  const wording = waves.find((lane) => lane.wave === reading.wave)?.label ?? `Wave ${reading.wave}`
  return (
    <Card
      title="Gate evidence"
      flush
      note={
        <span className="value">
          {wording} · <At at={reading.window.from} /> to <At at={reading.window.to} /> ·{' '}
          {count(reading.coverage.reporting)} of {count(reading.coverage.eligible)} eligible devices reporting
        </span>
      }
      acts={
        <Pill tone={tone} glyph={glyph}>
          {label}
        </Pill>
      }
    >
      <p className="border-b px-4 py-2.5">
        {cutShort ? 'The rollout ended before this gate was decided.' : reading.because}
      </p>
      <EvidenceTable reading={reading} label={`Gate evidence of ${wording}`} />
    </Card>
  )
}
