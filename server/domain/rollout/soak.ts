import type { RolloutPolicy } from '../../protocol/policy.ts'

type Timing = Pick<RolloutPolicy, 'strategy' | 'canarySoakSeconds' | 'waveSoakSeconds' | 'trial'>

/** Seconds a wave is watched after its last device has answered. A batch has to be ready for so long and no longer. */
export function soakOf({ strategy, canarySoakSeconds, waveSoakSeconds, trial }: Timing, wave: number): number {
  if (wave === 0) return canarySoakSeconds
  return strategy === 'rolling-update' ? trial.minReadySeconds : waveSoakSeconds
}
