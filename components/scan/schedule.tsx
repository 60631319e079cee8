'use client'

import { useState } from 'react'
import { toast } from 'sonner'
import type { ScanRhythm, ScansView } from '../../server/protocol/views/scan-view.ts'
import { At } from '../live/time.tsx'
import { useAct } from '../live/use-act.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { TextField } from '../ui/field.tsx'
import { Segmented } from '../ui/segmented.tsx'

type Props = { schedule: ScansView['schedule']; act: ScansView['acts']['schedule'] }

const KINDS = [
  { key: 'off', label: 'Never' },
  { key: 'every', label: 'Every …' },
  { key: 'daily', label: 'Daily at …' },
] as const

/** When the fleet is scanned without anybody asking. */
export function Schedule({ schedule, act }: Props) {
  const { rhythm, nextAt, updatedBy } = schedule
  const [kind, setKind] = useState(rhythm.kind)
  const [minutes, setMinutes] = useState(String(rhythm.kind === 'every' ? rhythm.minutes : 360))
  const [times, setTimes] = useState(rhythm.kind === 'daily' ? rhythm.times.join(', ') : '02:30')
  const { send, busy } = useAct(api.scanSchedule())
  const next = rhythmOf(kind, minutes, times)
  const unchanged = 'rhythm' in next && JSON.stringify(next.rhythm) === JSON.stringify(rhythm)
  const refused = act.allowed
    ? unchanged
      ? 'That is how it is set now.'
      : 'wrong' in next
        ? next.wrong
        : null
    : act.because
  return (
    <Card
      title="Schedule"
      note={
        nextAt === null ? (
          'no scan is due'
        ) : (
          <>
            next at <At at={nextAt} seconds={false} />
          </>
        )
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={async (event) => {
          event.preventDefault()
          if (refused || busy || !('rhythm' in next)) return
          const answer = await send({ rhythm: next.rhythm, selector: schedule.selector })
          if (answer.ok) toast.success('The schedule is set.')
        }}
      >
        <div>
          <Segmented label="How often" value={kind} onChange={setKind} options={KINDS} />
        </div>
        {kind === 'every' && (
          <div className="max-w-60">
            <TextField
              label="Minutes between two scans"
              type="number"
              min={5}
              max={10080}
              value={minutes}
              onChange={(event) => setMinutes(event.target.value)}
              error={'wrong' in next ? next.wrong : null}
              hint="360 is every six hours"
            />
          </div>
        )}
        {kind === 'daily' && (
          <div className="max-w-60">
            <TextField
              label="Times of day, UTC"
              value={times}
              onChange={(event) => setTimes(event.target.value)}
              error={'wrong' in next ? next.wrong : null}
              hint="For example 02:30, 14:30"
            />
          </div>
        )}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" busy={busy} refused={refused}>
            Set the schedule
          </Button>
          {updatedBy && <span className="text-muted text-secondary">Set by {updatedBy}</span>}
        </div>
      </form>
    </Card>
  )
}

/** What the fields say, or what is wrong with them. The server checks the same. */
function rhythmOf(
  kind: ScanRhythm['kind'],
  minutes: string,
  times: string,
): { rhythm: ScanRhythm } | { wrong: string } {
  if (kind === 'off') return { rhythm: { kind } }
  if (kind === 'every') {
    const whole = Number(minutes)
    if (!Number.isInteger(whole) || whole < 5 || whole > 10_080) return { wrong: 'From 5 minutes to 10080, a week.' }
    return { rhythm: { kind, minutes: whole } }
  }
  const list = times.split(/[\s,]+/).filter(Boolean)
  if (list.length === 0 || list.some((time) => !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)))
    return { wrong: 'Times like 02:30, separated by commas.' }
  return { rhythm: { kind, times: list } }
}
