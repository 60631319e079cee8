import type { DeviceUp } from '../../protocol/device-up.ts'
import type { InstalledRelease, Reported } from '../../protocol/reported.ts'
import { keyedDigest } from '../prisma/config-key.ts'

/** What a device said, as the server may keep it: digests of its configuration are keyed before anything else sees them. */
export function keepable(message: DeviceUp): DeviceUp {
  switch (message.type) {
    case 'hello':
    case 'pong':
      return { ...message, reported: keepableReported(message.reported) }
    case 'report': {
      const { producedBy, earlier } = message
      return {
        ...message,
        reported: keepableReported(message.reported),
        ...(producedBy === undefined ? {} : { producedBy: keyed(producedBy) }),
        ...(earlier && { earlier: earlier.map((one) => ({ ...one, producedBy: keyedRelease(one.producedBy) })) }),
      }
    }
    case 'inventory': {
      const slots = message.slots.map((slot) => ({ ...slot, release: keyed(slot.release) }))
      return { ...message, installed: keyed(message.installed), slots }
    }
    case 'progress': {
      const entries = message.entries.map(({ running, ...entry }) =>
        running === undefined ? entry : { ...entry, running: keyed(running) },
      )
      return { ...message, entries }
    }
    case 'logs':
      return message
  }
}

const keepableReported = (reported: Reported): Reported => ({
  ...reported,
  running: keyed(reported.running),
  standby: keyed(reported.standby),
})

const keyed = (release: InstalledRelease | null): InstalledRelease | null => release && keyedRelease(release)

const keyedRelease = (release: InstalledRelease): InstalledRelease =>
  release.configDigest ? { ...release, configDigest: keyedDigest(release.configDigest) } : release
