'use client'

import dynamic from 'next/dynamic'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import type { RolloutDevicesView, RolloutView } from '../../../server/protocol/views/rollout-view.ts'
import { countStates, type LaneStates } from '../../live/lane-states.ts'
import { Card } from '../../ui/card.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { Lane } from './lane.tsx'
import { Progress } from './progress.tsx'

const VIEWS = ['dots', 'table'] as const

const LaneTable = dynamic(
  () =>
    import('./lane-table.tsx').then(
      (module) => module.LaneTable,
      () => Unloaded,
    ),
  {
    loading: () => <Skeleton className="m-4 h-96" />,
  },
)

type Props = { view: RolloutView; devices: RolloutDevicesView['devices']; states: LaneStates; wave: number | null }

/** Every device of the cohort at its place, as marks or as rows. */
export function Lanes({ view, devices, states, wave }: Props) {
  const [shown, setShown] = useQueryState('lanes', parseAsStringLiteral(VIEWS).withDefault('dots'))
  const lanes = view.waves.filter((lane) => wave === null || lane.wave === wave)
  return (
    <Card
      title="Wave lanes"
      flush
      note={<Progress view={view} counts={countStates(states)} />}
      acts={
        <Segmented
          label="Show devices as"
          value={shown}
          onChange={setShown}
          options={[
            { key: 'dots', label: 'Dots' },
            { key: 'table', label: 'Show as table' },
          ]}
        />
      }
    >
      {shown === 'dots' ? (
        <ol className="divide-y">
          {lanes.map((lane) => (
            <Lane
              key={lane.wave}
              lane={lane}
              devices={devices}
              states={states}
              cohort={view.cohort}
              next={view.next.sentence}
              soakUntil={view.state.phase === 'soaking' && view.state.wave === lane.wave ? view.state.soakUntil : null}
            />
          ))}
        </ol>
      ) : (
        <LaneTable devices={devices} states={states} wave={wave} waves={view.waves} />
      )}
    </Card>
  )
}
