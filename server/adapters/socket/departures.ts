import type { Clock } from '../../engine/ports.ts'
import type { DeviceId } from '../../protocol/ids.ts'
import type { Log } from '../log.ts'
import type { Departure, DeviceRegistry } from '../prisma/device-registry.ts'
import type { OpenDevice } from './agent-connection.ts'

export type DepartureNeeds = {
  readonly clock: Clock
  readonly log: Log
  readonly registry: DeviceRegistry
  readonly moved: (device: DeviceId) => void
}

/** Puts devices offline that left; what could not be written when it happened is owed. */
export class Departures {
  readonly #needs: DepartureNeeds
  readonly #owed = new Map<DeviceId, Departure>()

  constructor(needs: DepartureNeeds) {
    this.#needs = needs
  }

  left({ id, since }: OpenDevice): void {
    const departure = { deviceId: id, at: this.#needs.clock.now(), since }
    this.#owed.set(id, departure)
    this.#write(departure).catch((cause: unknown) => {
      this.#needs.log.debug({ err: cause }, 'a device that left is put offline later')
    })
  }

  async settle(isBack: (device: DeviceId) => boolean): Promise<void> {
    for (const departure of [...this.#owed.values()]) {
      if (isBack(departure.deviceId)) this.#owed.delete(departure.deviceId)
      else await this.#write(departure)
    }
  }

  async #write(departure: Departure): Promise<void> {
    await this.#needs.registry.departed(departure)
    if (this.#owed.get(departure.deviceId) === departure) this.#owed.delete(departure.deviceId)
    this.#needs.moved(departure.deviceId)
  }
}
