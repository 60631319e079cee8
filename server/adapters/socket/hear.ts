import { receive } from '../../domain/report/receive.ts'
import type { Clock } from '../../engine/ports.ts'
import { accept, refuse } from '../../protocol/ack.ts'
import type { DeviceId } from '../../protocol/ids.ts'
import type { Pong } from '../../protocol/pong.ts'
import type { Reported } from '../../protocol/reported.ts'
import type { Log } from '../log.ts'
import type { InventoryHeard } from '../prisma/device-inventory.ts'
import type { DeviceJournal } from '../prisma/device-journal.ts'
import type { DeviceRegistry } from '../prisma/device-registry.ts'
import type { Ingest } from '../prisma/ingest.ts'
import type { ScanAnswer } from '../prisma/scan-answers.ts'
import type { VersionWatch } from '../prisma/version-watch.ts'
import type { Answer, Heard, OpenDevice } from './agent-connection.ts'
import type { Learn } from './learn.ts'
import { wordOf } from './word-of.ts'

export type HearNeeds = {
  readonly clock: Clock
  readonly log: Log
  readonly registry: DeviceRegistry
  readonly ingest: Ingest
  readonly journal: DeviceJournal
  readonly inventory: (heard: InventoryHeard) => Promise<void>
  readonly scanAnswer: (answer: ScanAnswer) => Promise<void>
  readonly versions: VersionWatch
  /** something about the device changed that a screen or the engine may wait for */
  readonly moved: (device: DeviceId) => void
}

export type Hear = (device: OpenDevice, message: Heard, answer: Answer) => void

/** What a device says is answered once it is on the disk, or with a word to say it again. */
export function openHearing(needs: HearNeeds, learn: Learn): Hear {
  const { clock, log, registry, ingest, journal, inventory, scanAnswer, versions, moved } = needs

  /** Between two hellos, too, a device may come to run what nobody asked for. */
  function reconsider(device: OpenDevice, reported: Reported): void {
    const word = wordOf(reported)
    if (word === device.word) return
    device.word = word
    const look = async () => {
      const known = await registry.find(device.id)
      if (known && (await versions(known, reported, clock.now()))) moved(device.id)
    }
    look().catch((cause: unknown) => {
      device.word = '' // the next report is looked at again
      log.warn({ err: cause }, 'what a device runs could not be compared with what it should')
    })
  }

  /** First what it says of itself, then that it answered: a scan that counts it has the registry up to date. */
  async function answered({ id }: OpenDevice, pong: Pong): Promise<void> {
    const known = await registry.find(id)
    if (!known || known.revoked !== null) return
    await learn(known, pong)
    await scanAnswer({ deviceId: id, at: clock.now() })
  }

  function keep(durable: Promise<void>, device: OpenDevice, answer: Answer): void {
    durable.then(
      () => {
        answer(accept(null))
        moved(device.id)
      },
      (cause: unknown) => {
        log.warn({ err: cause }, 'a device journal could not be written')
        answer(refuse('unavailable', 'Not durable yet: send this again in a moment.'))
      },
    )
  }

  return (device, message, answer) => {
    const of = { deviceId: device.id, at: clock.now() }
    switch (message.type) {
      case 'report':
        device.generation = message.reported.generation
        reconsider(device, message.reported)
        ingest.add(receive(device.id, message, of.at), (trouble) =>
          answer(trouble === null ? accept(null) : refuse('unavailable', trouble)),
        )
        break
      case 'progress':
        keep(journal.progress({ deviceId: device.id, entries: message.entries }), device, answer)
        break
      case 'logs':
        keep(journal.logs({ ...of, generation: message.generation, lines: message.lines }), device, answer)
        break
      case 'inventory':
        keep(inventory({ ...of, inventory: message }), device, answer)
        break
      case 'pong':
        keep(answered(device, message), device, answer)
        break
      default:
        message satisfies never
    }
  }
}
