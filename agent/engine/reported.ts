import type { Reported, UpdateReport } from '../../server/protocol/reported.ts'
import { otherSlot, releaseOf } from './installed.ts'
import { running, type State } from './state.ts'

/** What the device says it runs, from what its disk holds. */
export function reportedFrom(state: State): Reported {
  const { active } = state.disk
  const runs = running(state)
  const other = otherSlot(active)
  const standby = state.disk[other]
  return {
    generation: inFlightGeneration(state),
    running: runs && releaseOf(runs, active && state.held[active]),
    slot: runs ? active : null,
    standby: standby && releaseOf(standby, state.held[other]),
    update: updateReport(state),
  }
}

export function inFlightGeneration({ update, generation }: State): State['generation'] {
  if (!update) return generation
  return update.phase === 'verifying' ? update.desired.generation : update.plan.generation
}

function updateReport({ update, ended }: State): UpdateReport {
  if (!update)
    return ended.state === 'idle' || ended.state === 'confirmed' ? ended : { ...ended, detail: clip(ended.detail) }
  const step = (name: (UpdateReport & { state: 'updating' })['step'], percent: number | null = null): UpdateReport => ({
    state: 'updating',
    step: name,
    percent,
  })
  switch (update.phase) {
    case 'verifying':
    case 'checking-standby':
      return step('accepted')
    case 'downloading':
    case 'waiting-to-download':
      return step('downloading', update.percent)
    case 'unpacking':
      return step('unpacking')
    case 'switching':
      return step('switching')
    case 'proving':
      return step('proving')
    case 'rolling-back':
      return step('rolling-back')
  }
}

const clip = (text: string) => text.slice(0, 500)
