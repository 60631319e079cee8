import type { PlanWave } from '../../protocol/plan.ts'
import type { Phase } from '../../protocol/rollout-state.ts'
import type { PipelineStep } from '../../protocol/views/rollout-view.ts'
import { COMPARED_WAVE } from '../comparison/arms.ts'
import type { Rollout } from './rollout.ts'

/**
 * R-016 as a line: PREPARE, VALIDATE, CANARY, APPROVAL, WAVE 1 …, CONFIRM, and where this rollout stands on it. `began`: the
 * waves that were told to any device; one that goes back may have been followed by others.
 */
export function pipeline(rollout: Rollout, began: readonly number[]): PipelineStep[] {
  const { plan, policy } = rollout
  const steps = [
    { key: 'prepare', label: 'PREPARE', wave: null },
    { key: 'validate', label: 'VALIDATE', wave: null },
    { key: 'canary', label: 'CANARY', wave: 0 },
    { key: 'approval', label: 'APPROVAL', wave: null },
    ...(policy.strategy === 'rolling-update'
      ? [batchStep(rollout)]
      : plan.waves
          .slice(1)
          .flatMap((wave) => (plan.arms && wave.wave === COMPARED_WAVE ? [waveStep(wave), PICK] : [waveStep(wave)]))),
    { key: 'confirm', label: 'CONFIRM', wave: null },
  ]
  const at = steps.findIndex((step) => step.key === currentKey(rollout))
  const furthest = steps.findIndex((step) => step.key === keyOf(rollout, Math.max(...began)))
  return steps.map((step, n) => ({
    ...step,
    status: n > at && n <= furthest ? before(step) : statusOf(rollout, step, n, at),
    note: n === at ? noteOf(rollout) : '',
  }))
}

type Step = Pick<PipelineStep, 'wave'>

const waveStep = ({ wave, label }: PlanWave) => ({ key: `wave-${wave}`, label: label.toUpperCase(), wave })

/** Batches are many and alike: one step stands for all, and says which is in play. */
function batchStep({ state, plan }: Rollout) {
  const last = plan.waves.length - 1
  const now = 'wave' in state && state.wave > 0 && state.phase !== 'awaiting-approval' ? state.wave : null
  return { key: BATCHES, label: now === null ? `${last} BATCHES` : `BATCH ${now} OF ${last}`, wave: now }
}

/** between the comparison and the waves that take what was picked. */
const PICK = { key: 'pick', label: 'PICK', wave: null }

const BATCHES = 'batches'

const keyOf = ({ policy }: Rollout, wave: number) =>
  wave === 0 ? 'canary' : policy.strategy === 'rolling-update' ? BATCHES : `wave-${wave}`

function currentKey(rollout: Rollout): string {
  const { state } = rollout
  switch (state.phase) {
    case 'preparing':
      return 'prepare'
    case 'validating':
      return 'validate'
    case 'deploying':
    case 'soaking':
    case 'rolling-back':
    case 'verifying-rollback':
    case 'rolled-back':
    case 'aborted':
      return keyOf(rollout, state.wave)
    case 'comparing':
      return 'pick'
    case 'halted':
      if (state.resume === 'ask-again') return 'approval'
      return keyOf(rollout, state.wave)
    case 'awaiting-approval':
      return state.wave > COMPARED_WAVE ? 'pick' : 'approval'
    case 'confirming':
    case 'completed':
      return 'confirm'
  }
}

function statusOf({ state }: Rollout, { wave }: Step, n: number, at: number): PipelineStep['status'] {
  if (n > at) return 'not-reached'
  if (n === at) return CURRENT[state.phase]
  const allBack = 'restored' in state || ('scope' in state && state.scope === 'deployed')
  return wave !== null && allBack ? 'turned-back' : 'done'
}

/** A step beyond the one where the rollout stands now: it was there, and came back. */
const before = ({ wave }: Step): PipelineStep['status'] => (wave === null ? 'done' : 'turned-back')

const CURRENT = {
  preparing: 'current',
  validating: 'current',
  deploying: 'current',
  soaking: 'current',
  'awaiting-approval': 'waiting',
  comparing: 'waiting',
  halted: 'failed',
  'rolling-back': 'turned-back',
  'verifying-rollback': 'turned-back',
  confirming: 'current',
  completed: 'done',
  'rolled-back': 'turned-back',
  aborted: 'turned-back',
} as const satisfies Record<Phase, PipelineStep['status']>

function noteOf({ state, paused, comparison }: Rollout): string {
  if (paused) return 'paused'
  switch (state.phase) {
    case 'preparing':
      return state.queue ? 'waits for its turn' : 'preparing'
    case 'validating':
      return 'checking'
    case 'deploying':
      return state.drill ? 'rollback drill' : 'installing'
    case 'soaking':
      return 'soaking'
    case 'awaiting-approval':
      return 'waits for approval'
    case 'comparing':
      return comparison?.lost ? 'one arm is left' : 'comparing'
    case 'halted':
      return 'halted'
    case 'rolling-back':
      return 'going back'
    case 'verifying-rollback':
      return 'measuring the rollback'
    case 'confirming':
      return 'confirming'
    case 'completed':
      return 'confirmed'
    case 'rolled-back':
      return 'rolled back'
    case 'aborted':
      return 'aborted'
  }
}
