import type { DeviceUp } from '../../protocol/device-up.ts'
import type { InstalledRelease, Reported } from '../../protocol/reported.ts'
import { keyedDigest } from '../prisma/config-key.ts'

/** What a device said, as the server may keep it: digests of its configuration are keyed before anything else sees them. */
export function keepable(message: DeviceUp): DeviceUp {
  switch (message.type) {
    case 'hello':
    case 'report':
    case 'pong':
      return { ...message, reported: keepableReported(message.reported) }
    case 'inventory': {
      const slots = message.slots.map((slot) => ({ ...slot, release: keyed(slot.release) }))
      return { ...message, installed: keyed(message.installed), slots }
    }
    case 'progress':
    case 'logs':
      return message
  }
}

const keepableReported = (reported: Reported): Reported => ({
  ...reported,
  running: keyed(reported.running),
  standby: keyed(reported.standby),
})

const keyed = (release: InstalledRelease | null): InstalledRelease | null =>
  release?.configDigest ? { ...release, configDigest: keyedDigest(release.configDigest) } : release
