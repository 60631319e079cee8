import type { Desired as DesiredMessage } from '../protocol/desired.ts'
import type { Generation, RolloutId } from '../protocol/ids.ts'
import type { Traffic } from '../protocol/traffic.ts'
import type { Installation } from './installation.ts'

/** What each device should run: one row a device, whichever rollout wrote it, as in the real store. */
export class DesiredBook {
  readonly #rows = new Map<string, Desired>()

  get(deviceId: string): Desired | null {
    return this.#rows.get(deviceId) ?? null
  }

  /** `reported`: the newest generation the device itself knows of. */
  write(
    deviceId: string,
    { reason, installation, traffic, rollout }: Omit<Desired, 'generation'>,
    reported: Generation,
  ): Desired {
    const generation = (Math.max(this.get(deviceId)?.generation ?? 0, reported) + 1) as Generation
    const row = { generation, reason, installation, traffic, rollout }
    this.#rows.set(deviceId, row)
    return row
  }
}

export type Desired = {
  readonly generation: Generation
  readonly reason: DesiredMessage['reason']
  readonly installation: Installation
  /** null: in place */
  readonly traffic: Traffic | null
  readonly rollout: RolloutId
}
