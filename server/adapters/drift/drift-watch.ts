import { evaluateDrift } from '../../domain/device/drift.ts'
import type { Received } from '../../domain/report/receive.ts'
import type { Clock } from '../../engine/ports.ts'
import { DeviceId } from '../../protocol/ids.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'
import type { ReleaseCache } from '../prisma/release-cache.ts'
import { driftFacts } from './drift-facts.ts'
import { keepDrift } from './keep-drift.ts'

export type DriftWatch = {
  /** reports that are durable: those that say something else than the last time are compared */
  heard(received: readonly Received[]): void
  /** an inventory came, or something else is desired */
  touched(devices: readonly DeviceId[]): void
  /** compares again those that were compared longest ago: nothing is missed after a restart, and silence becomes unknown */
  sweep(): Promise<void>
  idle(): Promise<void>
}

type Needs = {
  readonly db: PrismaClient
  readonly releases: ReleaseCache
  readonly clock: Clock
  readonly changed: (devices: readonly DeviceId[]) => void
  readonly trouble: (cause: unknown) => void
}

/** Two batches start at least this far apart: a fleet that comes back is compared in few statements. */
const SPACING_MS = 100
const BATCH = 250
const SWEEP = 1_000
/** A device in this state changes by the passing of time alone. */
const SWEEP_AGAIN_MS = 60_000

/** Compares devices with what they should be whenever one of both may have changed. What it remembers only saves work. */
export function openDriftWatch({ db, releases, clock, changed, trouble }: Needs): DriftWatch {
  const last = new Map<string, string>()
  const waiting = new Set<DeviceId>()
  let running: Promise<void> | null = null

  async function run(): Promise<void> {
    while (waiting.size > 0) {
      await clock.sleep(SPACING_MS)
      const batch = [...waiting].slice(0, BATCH)
      for (const id of batch) waiting.delete(id)
      try {
        await compare(batch)
      } catch (cause) {
        // Said again by the next report, and by the sweep.
        for (const id of batch) last.delete(id)
        trouble(cause)
      }
    }
    running = null
  }

  async function compare(ids: readonly DeviceId[]): Promise<void> {
    const now = clock.now()
    const facts = await driftFacts(db, releases, ids, now)
    const verdicts = new Map([...facts].map(([id, known]) => [id, evaluateDrift(known)]))
    const moved = await keepDrift(db, verdicts, now)
    if (moved.length > 0) changed(moved)
  }

  function touched(devices: readonly DeviceId[]): void {
    for (const id of devices) waiting.add(id)
    running ??= Promise.resolve().then(run)
  }

  return {
    touched,
    heard(received) {
      const news = received.flatMap(({ status: { deviceId, reported } }) => {
        const said = JSON.stringify([reported.generation, reported.running, reported.standby, reported.update.state])
        if (last.get(deviceId) === said) return []
        last.set(deviceId, said)
        return [deviceId]
      })
      if (news.length > 0) touched(news)
    },
    async sweep() {
      const before = new Date(clock.now() - SWEEP_AGAIN_MS)
      const rows = await db.$queryRaw<{ id: string }[]>`
        select d.id from "Device" d left join "DriftState" s on s."deviceId" = d.id
        where d."revokedAt" is null and (s."evaluatedAt" is null or s."evaluatedAt" < ${before})
        order by s."evaluatedAt" asc nulls first limit ${SWEEP}`
      if (rows.length > 0) touched(rows.map(({ id }) => DeviceId.parse(id)))
      await running
    },
    idle: async () => void (await running),
  }
}
