import { readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Slot } from '../../engine/installed.ts'
import type { RouteAnswer, RouteOrder } from '../../engine/route-order.ts'
import { pointLink } from '../durable.ts'

const DRAIN_MS = 2_000
const DRAIN_LOOK_MS = 10

/** Which slot gets the traffic. A trial that nobody settles is ended here, by pointing `active` back first. */
export async function routeOf(dir: string, onEnd: () => void) {
  const link = join(dir, 'active')
  const ports = new Map<Slot, number>()
  const underWay = { a: 0, b: 0 }
  let serving = Slot.safeParse((await readlink(link).catch(() => '')).replace(/^slot-/, '')).data ?? null
  let trial: NodeJS.Timeout | null = null

  function endTrial(): void {
    if (trial) clearTimeout(trial)
    trial = null
  }

  async function goBack(slot: Slot): Promise<void> {
    trial = null
    serving = slot // the traffic first: a disk that fails must not keep it on what nobody has proven
    await pointLink(link, `slot-${slot}`).catch(() => {})
  }

  async function obey(order: RouteOrder): Promise<void> {
    switch (order.do) {
      case 'look':
        return
      case 'at':
        ports.set(order.slot, order.port)
        return
      case 'serve': {
        endTrial()
        serving = order.slot
        const { trial: on } = order
        if (on) trial = setTimeout(() => void goBack(on.back), on.seconds * 1000)
        return
      }
      case 'settle':
        if (order.slot === serving) endTrial()
        return
      case 'drain':
        for (let waited = 0; underWay[order.slot] > 0 && waited < DRAIN_MS; waited += DRAIN_LOOK_MS)
          await sleep(DRAIN_LOOK_MS)
        return
      case 'stop':
        onEnd()
        return
    }
  }

  return {
    async order(order: RouteOrder): Promise<RouteAnswer> {
      await obey(order)
      return { serving, onTrial: trial !== null }
    },
    /** where traffic goes right now; null: nowhere yet */
    target(): { slot: Slot; port: number } | null {
      const port = serving && ports.get(serving)
      return serving && port ? { slot: serving, port } : null
    },
    /** counts one request to a slot; the answer ends it */
    begin(slot: Slot): () => void {
      underWay[slot] += 1
      return () => {
        underWay[slot] -= 1
      }
    },
  }
}

export type Route = Awaited<ReturnType<typeof routeOf>>
