import { randomUUID } from 'node:crypto'
import { openLog } from '../../../server/adapters/log.ts'
import type { PrismaClient } from '../../../server/adapters/prisma/generated/client.ts'
import type { PreflightEnvironment } from '../../../server/adapters/prisma/preflight-environment.ts'
import { ReleaseCache } from '../../../server/adapters/prisma/release-cache.ts'
import { rolloutStore } from '../../../server/adapters/prisma/rollout-store.ts'
import type { AgentConnection } from '../../../server/adapters/socket/agent-connection.ts'
import { openDesiredSender } from '../../../server/adapters/socket/desired-sender.ts'
import { systemClock } from '../../../server/adapters/system-clock.ts'
import { startLoop } from '../../../server/engine/loop.ts'
import type { RolloutStore } from '../../../server/engine/ports.ts'
import type { DeviceId } from '../../../server/protocol/ids.ts'
import { Instant } from '../../../server/protocol/ids.ts'

/** What the engine did, counted where it goes through. */
export type Counted = { looks: number; decisions: number; rows: number; lastCommandAt: number; commands: number }

/**
 * The engine's own loop, store and sender on a real database. Its clock runs as fast as ours and can be put forward; connections
 * are everybody's and swallow what they are told.
 */
export function driveEngine(db: PrismaClient, environment: PreflightEnvironment, start: Instant) {
  const began = performance.now()
  let ahead = 0
  const clock = {
    now: () => Instant.parse(Math.round(start + performance.now() - began + ahead)),
    sleep: systemClock.sleep,
  }
  const counted: Counted = { looks: 0, decisions: 0, rows: 0, lastCommandAt: 0, commands: 0 }
  const connection = {
    opened: { generation: 0 },
    tell() {
      counted.commands += 1
      counted.lastCommandAt = performance.now()
    },
  } as unknown as AgentConnection
  const log = openLog('warn')
  const agents = { connection: () => connection }
  const desired = openDesiredSender({ db, releases: new ReleaseCache(db), agents, clock, log })
  const store = counting(rolloutStore(db, { ...environment, newId: randomUUID }, 'bench'), counted)
  const tell = {
    desired: (devices: readonly DeviceId[]) => desired.tell(devices),
    sessions: () => {},
    keys: () => {},
    capture: () => {},
    states: () => {},
    changed: () => {},
  }
  const watch = { observingSince: () => start }
  const loop = startLoop({ store, clock, tell, watch }, (err, about) => log.error({ err }, about))
  return {
    clock,
    counted,
    forward(seconds: number) {
      ahead += seconds * 1000
      loop.nudge()
    },
    async stop() {
      await loop.stop()
      await desired.idle()
    },
  }
}

/** Rows: the rollout itself, and of each device its place, its desired state, the place's generation and the audit entry. */
function counting(store: RolloutStore, counted: Counted): RolloutStore {
  return {
    due: store.due,
    load(id, now, since) {
      counted.looks += 1
      return store.load(id, now, since)
    },
    async commit(seen, decision, now) {
      const done = await store.commit(seen, decision, now)
      if (done === 'lost') return done
      const told = decision.devices.filter((change) => change.desired !== null).length
      counted.decisions += 1
      counted.rows += 2 + decision.devices.length * 2 + told * 2
      return done
    },
    async rest(seen, decision) {
      counted.rows += 1
      await store.rest(seen, decision)
    },
  }
}
