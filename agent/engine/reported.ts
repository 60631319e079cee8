import type { Reported, UpdateReport } from '../../server/protocol/reported.ts'
import { otherSlot, releaseOf } from './installed.ts'
import { canStandBy, running, type State } from './state.ts'

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
    ...(canStandBy(state) ? { beside: besideReport(state) } : {}),
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
    case 'proving-standby':
      return step('standby')
    case 'standing-by':
      return step('standing-by')
    case 'switching':
      return step('switching')
    case 'proving':
      return step('proving')
    case 'rolling-back':
      return step('rolling-back')
  }
}

function besideReport({ beside }: State): Reported['beside'] {
  if (!beside) return null
  const wrong = beside.app.is === 'running' ? beside.wrong : 'it is being started again'
  return { healthy: wrong === null, because: clip(wrong ?? (wrong === null ? 'healthy' : 'not looked at yet'), 300) }
}

const clip = (text: string, most = 500) => text.slice(0, most)
