import type { DeviceState } from '../../protocol/device-state.ts'
import type { Phase } from '../../protocol/rollout-state.ts'
import type { Rollout } from './rollout.ts'

/** D-06: five phases for machines; VALIDATE shows as PREPARE, canary gate and approval as VERIFY, waves as ROLLOUT. */
export const BLOCK_PHASE = (phase: Phase, wave: number): 'PREPARE' | 'CANARY' | 'VERIFY' | 'ROLLOUT' | 'CONFIRM' => {
  switch (phase) {
    case 'preparing':
    case 'validating':
    case 'rolled-back':
    case 'aborted':
      return 'PREPARE'
    case 'deploying':
    case 'rolling-back':
    case 'verifying-rollback':
      return wave === 0 ? 'CANARY' : 'ROLLOUT'
    case 'soaking':
    case 'halted':
      return wave === 0 ? 'VERIFY' : 'ROLLOUT'
    case 'awaiting-approval':
    case 'comparing':
      return 'VERIFY'
    case 'confirming':
    case 'completed':
      return 'CONFIRM'
  }
}

/** readable by people and machines, fields in this order. */
export function stateBlock(
  rollout: Rollout,
  counts: Partial<Record<DeviceState, number>>,
  words: { last: string; next: string; blockers: readonly string[]; rollbackAvailable: boolean; strategy: string },
): string {
  const { state, plan } = rollout
  const wave =
    'wave' in state
      ? state.wave
      : state.phase === 'completed' || state.phase === 'confirming'
        ? plan.waves.length - 1
        : 0
  const of = (...states: DeviceState[]) => states.reduce((sum, one) => sum + (counts[one] ?? 0), 0)
  return [
    '<fleet-deploy-state>',
    `phase: ${BLOCK_PHASE(state.phase, wave)}`,
    `strategy: ${words.strategy}`,
    `artifact: ${rollout.target}`,
    `fleet_total: ${plan.cohort}`,
    `deployed_count: ${of('healthy', 'degraded', 'silent', 'dark')}`,
    `healthy_count: ${of('healthy')}`,
    `quarantined_count: ${of('quarantined', 'failed')}`,
    `skipped_count: ${of('skipped')}`,
    `rollback_available: ${words.rollbackAvailable}`,
    `current_wave: ${wave}/${plan.waves.length - 1}`,
    `last_action: ${words.last}`,
    `next_action: ${words.next}`,
    `blockers: ${words.blockers.length > 0 ? words.blockers.join('; ') : 'none'}`,
    '</fleet-deploy-state>',
  ].join('\n')
}
