import type { Held } from '../../protocol/rollout-state.ts'
import type { Look } from './look.ts'
import type { DeviceFacts, Facts, Rollout } from './rollout.ts'

/** What limits are counted from. */
export type Seen = Pick<Look, 'devices' | 'now'> & {
  readonly rollout: Pick<Rollout, 'policy'> & { readonly plan: Pick<Rollout['plan'], 'cohort' | 'downloads'> }
  readonly facts: Pick<Facts, 'surroundings' | 'lines'>
}

/** What may not be exceeded by telling devices to install. Counts along while they are taken one after the other. */
export type Limit = {
  hasRoom(device: DeviceFacts): boolean
  take(device: DeviceFacts): void
  /** why this device has to wait, and what moves it; the same words as long as nothing moves */
  because(device: DeviceFacts): Omit<Held, 'since'>
}
