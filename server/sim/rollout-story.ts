import { neitherPicked, picked } from '../domain/comparison/pick.ts'
import { plusSeconds } from '../domain/instant.ts'
import { ended, extended, resumed, waveBack } from '../domain/rollout/acts.ts'
import { cleared, overridden, overrideAsked, refuseDegraded } from '../domain/rollout/recovery-acts.ts'
import type { Tell } from '../engine/ports.ts'
import { reconcile } from '../engine/reconcile.ts'
import type { Arm } from '../protocol/arm.ts'
import type { DeviceState } from '../protocol/device-state.ts'
import type { Instant } from '../protocol/ids.ts'
import type { Phase } from '../protocol/rollout-state.ts'
import type { DegradationCause, RootCause } from '../protocol/root-cause.ts'
import type { MemoryStore } from './memory-store.ts'
import type { SimulatedClock } from './simulated-clock.ts'

/** When every story begins; what its transcript counts its seconds from. */
export const START = 1_800_000_000_000 as Instant

/** One rollout under the real engine, its people and simulated time: what happened stands in `transcript`. */
export abstract class RolloutStory {
  readonly transcript: string[] = []
  readonly store: MemoryStore
  protected readonly clock: SimulatedClock
  protected readonly tell: Tell
  protected down = false
  #observingSince: Instant = START

  constructor(clock: SimulatedClock, tell: Tell, store: (log: (line: string) => void) => MemoryStore) {
    this.clock = clock
    this.tell = tell
    this.store = store((line) => this.write(line))
  }

  /** A second of the devices' lives. */
  protected abstract live(): Promise<void>
  /** The engine has looked: what it wants and was not taken up yet is said. */
  protected abstract sweep(): void

  /** Time passes, one second at a time, for the devices and for the engine if the server is up. */
  async seconds(count: number): Promise<this> {
    for (let n = 0; n < count; n++) {
      await this.live()
      if (!this.down) await this.#engineLooks()
    }
    return this
  }

  async until(phase: Phase, most = 600): Promise<this> {
    for (let n = 0; n < most && this.store.rollout.state.phase !== phase; n++) await this.seconds(1)
    if (this.store.rollout.state.phase !== phase)
      throw new Error(`never became ${phase}; is ${this.store.rollout.state.phase}\n${this.transcript.join('\n')}`)
    return this
  }

  say(name: string, decision: 'approve' | 'reject', comment = ''): void {
    this.write(`${name} says ${decision}`)
    const refused = decision === 'approve' ? refuseDegraded(this.store.rollout.state) : null
    if (refused) this.write(`… and is refused: ${refused}`)
    else this.store.approval?.decisions.push({ name, decision, comment })
  }

  pause(): void {
    this.write('paused')
    this.store.write({ paused: { since: this.clock.now(), by: 'Olive', reason: '' } })
  }

  resume(): void {
    this.write('resumed')
    this.store.write({ paused: null, state: resumed(this.store.rollout, this.clock.now()) })
  }

  extendSoak(seconds: number): void {
    this.write('soak extended')
    const suspicion = { by: 'olive', name: 'Olive', reason: 'memory climbs', at: this.clock.now() }
    this.store.write({ state: extended(this.store.rollout, seconds, suspicion) })
  }

  recordRootCause(category: RootCause['category'], text: string): void {
    this.write(`Ada records why it failed: ${category}: ${text}`)
    const cause = { category, text, by: 'ada', name: 'Ada', at: this.clock.now() }
    this.store.write({ rootCauses: [...this.store.rollout.rootCauses, cause] })
  }

  /** R-135: what it was, in a person's words. */
  clearSuspicion(cause: DegradationCause = 'none'): void {
    this.write(`degradation cleared: ${cause}`)
    this.store.write({ state: cleared(this.store.rollout) })
  }

  /** Two people, one after the other. */
  overrideGate(): void {
    this.write('gate passed over')
    const person = (id: string, name: string) => ({ id, name, email: '', role: 'approver' }) as const
    const now = this.clock.now()
    this.store.write({ state: overrideAsked(this.store.rollout, person('ada', 'Ada'), 'cameras are cleaned', now) })
    this.store.write({ state: overridden(this.store.rollout, person('bo', 'Bo'), now) })
  }

  /** A/B, as the command writes it. */
  pick(arm: Arm | 'neither', reason = ''): void {
    this.write(`Ada picks ${arm}${reason ? `: ${reason}` : ''}`)
    const person = { id: 'ada', name: 'Ada' }
    const { rollout } = this.store
    const now = this.clock.now()
    if (arm === 'neither') this.store.write({ paused: null, state: neitherPicked(rollout, person, reason, now).state })
    else {
      const { state, comparison } = picked(rollout, arm, person, reason, now)
      this.store.write({ paused: null, state, comparison, target: rollout.plan.arms?.[arm].words ?? '' })
    }
  }

  rollBackWave(): void {
    this.write('wave rolled back')
    this.store.write({
      paused: null,
      state: waveBack(this.store.rollout, { name: 'Olive' }, '', this.clock.now()),
    })
  }

  abort(): void {
    this.write('aborted')
    this.store.write({
      paused: null,
      state: ended(this.store.rollout, 'aborted', { name: 'Olive' }, '', this.clock.now()),
    })
  }

  /** Before anything happened: it may begin after so many seconds. */
  startsAfter(seconds: number): void {
    this.write(`set to start after ${seconds} s`)
    const since = this.clock.now()
    this.store.write({ state: { phase: 'preparing', since, startAt: plusSeconds(since, seconds) } })
  }

  /** The server is gone; the devices live on. */
  crash(): void {
    this.down = true
  }

  restart(): void {
    this.down = false
    this.#observingSince = this.clock.now()
  }

  counts(): Partial<Record<DeviceState, number>> {
    return this.store.counts()
  }

  /** what happened, by the second it happened in */
  write(line: string): void {
    const at = Math.round((this.clock.now() - START) / 1000)
    this.transcript.push(`${String(at).padStart(4)}s ${line}`)
  }

  async #engineLooks(): Promise<void> {
    const watch = { observingSince: () => this.#observingSince }
    const engine = { store: this.store, clock: this.clock, tell: this.tell, watch }
    for (const id of await this.store.due()) await reconcile(engine, id)
    this.sweep()
  }
}
