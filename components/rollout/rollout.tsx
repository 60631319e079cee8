'use client'

import { parseAsInteger, useQueryState } from 'nuqs'
import type { RolloutDevicesView, RolloutEventsView, RolloutView } from '../../server/protocol/views/rollout-view.ts'
import { useRoom, useView } from '../live/use-view.ts'
import { api, room } from '../paths.ts'
import { PHASE } from '../status/phase.ts'
import { ChartsCard } from './charts-card.tsx'
import { Comparison } from './comparison/comparison.tsx'
import { Pick } from './comparison/pick.tsx'
import { Criteria } from './criteria.tsx'
import { Events } from './events.tsx'
import { Evidence } from './evidence.tsx'
import { FailurePattern } from './failure-pattern.tsx'
import { Header } from './header.tsx'
import { Lanes } from './lanes/lanes.tsx'
import { NextSentence } from './next-sentence.tsx'
import { Pipeline } from './pipeline.tsx'
import { PlanChain } from './plan-chain.tsx'
import { Preflight } from './preflight.tsx'
import { Queue } from './queue.tsx'
import { Recovery } from './recovery/recovery.tsx'
import { Remedies } from './recovery/remedies.tsx'
import { CanaryCap, StateStrips } from './state-strips.tsx'
import { useLaneStates } from './use-lane-states.ts'

const rolloutSchema = async () => (await import('../../server/protocol/views/rollout-view.ts')).RolloutView
const devicesSchema = async () => (await import('../../server/protocol/views/rollout-view.ts')).RolloutDevicesView

type Props = { initial: RolloutView; devices: RolloutDevicesView; events: RolloutEventsView }

/** Where is it, is it going well, what happens next, and do I have to do something? */
export function Rollout({ initial, devices: initialDevices, events }: Props) {
  const { id } = initial
  const here = room.rollout(id)
  const [wave, setWave] = useQueryState('wave', parseAsInteger)
  const { view } = useView({ room: here, path: api.rollout(id), schema: rolloutSchema, initial })
  const devices = useView({ room: here, path: api.rolloutDevices(id), schema: devicesSchema, initial: initialDevices })
  const { states, onStates } = useLaneStates(devices.view)
  useRoom(here, onStates)
  const scoped = view.waves.some((lane) => lane.wave === wave) ? wave : null
  return (
    <>
      <title>{`${tabSign(view)} · ${view.name}`}</title>
      <div className="flex flex-col gap-4">
        <Header view={view} />
        <Pipeline steps={view.pipeline} wave={scoped} onScope={setWave} />
        <NextSentence view={view} />
        <StateStrips view={view} />
        <Queue view={view} />
        {view.comparison && (
          <Comparison comparison={view.comparison}>
            {view.pick && <Pick view={view} comparison={view.comparison} pick={view.pick} />}
          </Comparison>
        )}
        <Remedies view={view} />
        {view.recovery && <Recovery view={view} recovery={view.recovery} />}
        <CanaryCap view={view} />
        <Preflight view={view} />
        <Lanes view={view} devices={devices.view.devices} states={states} wave={scoped} />
        {view.failurePattern && <FailurePattern pattern={view.failurePattern} />}
        <Evidence readings={view.readings} wave={scoped} waves={view.waves} ended={view.endedAt !== null} />
        {view.plan && <Criteria criteria={view.plan.criteria} />}
        {view.plan && <PlanChain chain={view.plan.chain} number={view.plan.number} />}
        <div className="grid items-start gap-4 xl:grid-cols-[3fr_2fr]">
          <ChartsCard id={id} wave={scoped} ended={view.endedAt !== null} />
          <Events id={id} wave={scoped} initial={events} />
        </div>
      </div>
    </>
  )
}

function tabSign(view: RolloutView): string {
  if (view.paused) return '⏸ Paused'
  const { tab, label } = PHASE[view.state.phase]
  return `${tab} ${label}`
}
