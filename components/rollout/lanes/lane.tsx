import type { RolloutDevicesView, WaveLane } from '../../../server/protocol/views/rollout-view.ts'
import { countStates, type LaneStates } from '../../live/lane-states.ts'
import { Countdown } from '../../live/time.tsx'
import { Pill } from '../../status/pill.tsx'
import { WAVE_VERDICT } from '../../status/verdict.ts'
import { duration, plural } from '../../ui/numbers.ts'
import { CountsLine, countsInWords } from './counts-line.tsx'
import { LaneCanvas } from './lane-canvas.tsx'

type Props = {
  lane: WaveLane
  devices: RolloutDevicesView['devices']
  states: LaneStates
  cohort: number
  /** end of this wave's soak, while it soaks */
  soakUntil: number | null
  /** said above the lanes already */
  next: string
}

export function Lane({ lane, devices, states, cohort, soakUntil, next }: Props) {
  const counts = countStates(states, lane.offset, lane.devices)
  const { label, glyph, tone } = WAVE_VERDICT[lane.verdict]
  return (
    <li className="grid gap-x-6 gap-y-2 px-4 py-3.5 md:grid-cols-[136px_minmax(0,1fr)_132px]">
      <div className="max-md:flex max-md:items-baseline max-md:gap-2">
        <h3 className="font-medium">{lane.label}</h3>
        <p className="text-muted text-secondary">{plural(lane.devices, 'device')}</p>
        <p className="text-muted text-secondary">{share(lane)}</p>
      </div>
      <div className="flex min-w-0 flex-col gap-2">
        <LaneCanvas
          label={lane.label}
          summary={countsInWords(counts)}
          offset={lane.offset}
          devices={devices.slice(lane.offset, lane.offset + lane.devices)}
          states={states}
          cohort={cohort}
        />
        <CountsLine counts={counts} />
        {lane.why !== next && <p className="text-muted text-secondary">{lane.why}</p>}
      </div>
      <div className="flex items-center gap-2 md:flex-col md:items-end md:gap-1">
        <Pill tone={tone} glyph={glyph}>
          {label}
        </Pill>
        <p className="text-muted text-secondary">
          {soakUntil === null ? (
            `Soak ${duration(lane.soakSeconds)}`
          ) : (
            <>
              Soak, <Countdown to={soakUntil} past="over" /> left
            </>
          )}
        </p>
      </div>
    </li>
  )
}

/** The canary is a share of the cohort, a wave a share of what is left before it: said, because 20 % of each differ. */
function share(lane: WaveLane): string {
  const percent = (value: number) => `${Math.floor(value)}\u202f%`
  return lane.wave === 0
    ? `${percent(lane.percentOfCohort)} of the cohort`
    : `${percent(lane.percentOfRemaining)} of the rest`
}
