import { registryDifference } from '../../domain/device/registry-difference.ts'
import type { Clock } from '../../engine/ports.ts'
import type { Hello } from '../../protocol/hello.ts'
import type { openAdoption } from '../prisma/adopt.ts'
import type { DeviceRegistry, KnownDevice } from '../prisma/device-registry.ts'
import type { VersionWatch } from '../prisma/version-watch.ts'

export type LearnNeeds = {
  readonly clock: Clock
  readonly registry: DeviceRegistry
  readonly adopt: ReturnType<typeof openAdoption>
  readonly versions: VersionWatch
}

/** durable when it resolves */
export type Learn = (known: KnownDevice, said: Pick<Hello, 'hardware' | 'capabilities' | 'reported'>) => Promise<void>

/** The device is right: what the registry has wrong is corrected, what nobody asked for is adopted. */
export function openLearning({ clock, registry, adopt, versions }: LearnNeeds): Learn {
  return async (known, said) => {
    const difference = registryDifference(known.registry, said)
    if (difference) await registry.correct(known, difference, clock.now())
    const { running, generation } = said.reported
    const adopted =
      known.desiredGeneration === null &&
      running !== null &&
      (await adopt({ deviceId: known.id, generation, running, at: clock.now() }))
    // What was just adopted is what it runs; what it was is of the past.
    const now = adopted || difference ? await registry.find(known.id) : known
    if (now) await versions(now, said.reported, clock.now())
  }
}
