import type pg from 'pg'
import { merge, type Received } from '../../domain/report/receive.ts'
import type { Clock, Watch } from '../../engine/ports.ts'
import type { DeviceId, Instant } from '../../protocol/ids.ts'
import { INGEST_NAME, INGEST_SQL, ingestParameters } from './ingest-statement.ts'

/** Called once the report is durable, with `null`; or with the sentence why it never will be. */
export type Done = (trouble: string | null) => void

export type IngestStats = { flushes: number; reports: number; rows: number; failures: number }

export type IngestNeeds = {
  readonly pool: pg.Pool
  readonly clock: Clock
  /** after a durable flush: whose word it held */
  readonly flushed: (received: readonly Received[]) => void
  readonly trouble: (cause: unknown) => void
}

type Pending = { received: Received; waiting: Done[] }

/** Two flushes start at least this far apart, so that a trickle of reports is not a trickle of transactions. */
const SPACING_MS = 50
/** More in one statement costs no less for each, and keeps the event loop longer at a time. */
const MOST_DEVICES_A_FLUSH = 1_000
/** Reports of one device that wait for the same flush; an honest agent waits for each acknowledgement. */
const MOST_WAITING = 256
const RETRY_MS = [100, 250, 500, 1_000, 2_000] as const

/**
 * Reports become rows here, many devices in one statement. While a flush is under way the next one gathers, and what one
 * device says in between is merged: latest state, summed measurements. When the database is away the newest word of each
 * device is kept and tried again; nothing is acknowledged before it is durable.
 */
export class Ingest implements Watch {
  readonly stats: IngestStats = { flushes: 0, reports: 0, rows: 0, failures: 0 }
  readonly #needs: IngestNeeds
  #pending = new Map<DeviceId, Pending>()
  #running: Promise<void> | null = null
  #lastStart = 0
  #failing = 0
  #observingSince: Instant
  #closed = false

  constructor(needs: IngestNeeds) {
    this.#needs = needs
    this.#observingSince = needs.clock.now()
  }

  /** While the database is away nothing can be concluded from silence: the watch starts anew when it is back. */
  observingSince(): Instant {
    return this.#failing > 0 ? this.#needs.clock.now() : this.#observingSince
  }

  add(received: Received, done: Done): void {
    const id = received.status.deviceId
    const pending = this.#pending.get(id)
    if (pending === undefined) this.#pending.set(id, { received, waiting: [done] })
    else if (pending.waiting.length >= MOST_WAITING) {
      done('Reports of this device are not durable yet: send the newest again later.')
      return
    } else {
      pending.received = merge(pending.received, received)
      pending.waiting.push(done)
    }
    this.#running ??= this.#run()
  }

  /** Writes what is left and stops. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#running
  }

  async #run(): Promise<void> {
    const { clock } = this.#needs
    while (this.#pending.size > 0) {
      // Also when nothing is to be waited for: what arrived in the same read of the socket travels together.
      await clock.sleep(this.#closed ? 0 : this.#pauseMs())
      this.#lastStart = clock.now()
      const batch = this.#take()
      let written: Pending[]
      try {
        written = await this.#write([...batch.values()])
      } catch (cause) {
        this.#failing += 1
        this.stats.failures += 1
        if (this.#failing === 1) this.#needs.trouble(cause)
        this.#putBack(batch)
        if (this.#closed) break
        continue
      }
      if (this.#failing > 0) this.#observingSince = clock.now()
      this.#failing = 0
      for (const { waiting } of written) for (const done of waiting) done(null)
      this.#needs.flushed(written.map(({ received }) => received))
    }
    this.#running = null
  }

  /**
   * Answers what is durable now. One device whose word the database will not hold (it was removed in this moment, say) must
   * not hold up the others: the batch is halved until it stands alone and is refused.
   */
  async #write(batch: readonly Pending[]): Promise<Pending[]> {
    try {
      const received = batch.map((pending) => pending.received)
      await this.#needs.pool.query({ name: INGEST_NAME, text: INGEST_SQL, values: ingestParameters(received) })
    } catch (cause) {
      if (!isAboutTheData(cause)) throw cause
      const half = batch.length >> 1
      if (half > 0) return [...(await this.#write(batch.slice(0, half))), ...(await this.#write(batch.slice(half)))]
      this.#needs.trouble(cause)
      for (const done of batch[0]?.waiting ?? []) done('The server cannot keep this report.')
      return []
    }
    this.stats.flushes += 1
    this.stats.rows += batch.length
    for (const { waiting } of batch) this.stats.reports += waiting.length
    return [...batch]
  }

  #pauseMs(): number {
    if (this.#failing > 0) return RETRY_MS[Math.min(this.#failing, RETRY_MS.length) - 1] ?? 0
    if (this.#pending.size >= MOST_DEVICES_A_FLUSH) return 0
    return Math.max(0, this.#lastStart + SPACING_MS - this.#needs.clock.now())
  }

  #take(): Map<DeviceId, Pending> {
    if (this.#pending.size <= MOST_DEVICES_A_FLUSH) {
      const all = this.#pending
      this.#pending = new Map()
      return all
    }
    const some = new Map([...this.#pending].slice(0, MOST_DEVICES_A_FLUSH))
    for (const id of some.keys()) this.#pending.delete(id)
    return some
  }

  /** What could not be written goes under what was said since. */
  #putBack(batch: ReadonlyMap<DeviceId, Pending>): void {
    for (const [id, older] of batch) {
      const newer = this.#pending.get(id)
      if (newer) newer.received = merge(older.received, newer.received)
      this.#pending.set(id, newer ? { received: newer.received, waiting: [...older.waiting, ...newer.waiting] } : older)
    }
  }
}

/** SQLSTATE classes 22 (data exception) and 23 (constraint): trying the same again cannot help. */
function isAboutTheData(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && /^2[23]/.test(String(cause.code))
}
