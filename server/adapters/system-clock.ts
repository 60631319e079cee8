import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../engine/ports.ts'
import { Instant } from '../protocol/ids.ts'

export const systemClock: Clock = {
  now: () => Instant.parse(Date.now()),
  async sleep(milliseconds, signal) {
    try {
      await sleep(milliseconds, undefined, { signal, ref: true })
    } catch (error) {
      if (!signal?.aborted) throw error
    }
  },
}
