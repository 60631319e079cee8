import type { Hold } from '../domain/calendar/hold.ts'
import { comparisonAfter } from '../domain/comparison/arms.ts'
import { mergeMeasurements, NOTHING_MEASURED } from '../domain/gate/measurement.ts'
import { canBePaused } from '../domain/rollout/acts.ts'
import { budgetUnits } from '../domain/rollout/disruption.ts'
import { arrivedOnTarget, isExposed } from '../domain/rollout/expose.ts'
import { supersedes } from '../domain/rollout/one-writer.ts'
import type { QueueFacts } from '../domain/rollout/queue-facts.ts'
import type { ArmsFacts, Decision, DeviceFacts, Evidence, Rollout } from '../domain/rollout/rollout.ts'
import type { OnTheLine } from '../domain/rollout/site-line.ts'
import type { Neighbour } from '../domain/rollout/surroundings.ts'
import { failureIn } from '../domain/rollout/unexplained.ts'
import type { LoadedRollout, RolloutStore } from '../engine/ports.ts'
import type { Arm } from '../protocol/arm.ts'
import type { DeviceState } from '../protocol/device-state.ts'
import type { GateReading, Measurement } from '../protocol/evidence.ts'
import type { ApprovalId, Instant } from '../protocol/ids.ts'
import type { PreflightItem } from '../protocol/rollout-state.ts'
import { type Desired, DesiredBook } from './desired-book.ts'
import type { Installation } from './installation.ts'
import type { KnownDevice } from './known-device.ts'
import { MemoryLedger } from './memory-ledger.ts'
import type { Sample } from './simulated-device.ts'

type Place = Pick<
  DeviceFacts,
  'state' | 'because' | 'failure' | 'generation' | 'traffic' | 'exposedAt' | 'changedAt'
> & {
  baseline: Measurement | null
  previous: Installation | null
  onTargetSince: Instant | null
  onTargetUntil: Instant | null
  arm: Arm | null
}

type Approval = {
  id: ApprovalId
  needed: number
  expiresAt: Instant
  decisions: { name: string; decision: 'approve' | 'reject'; comment: string }[]
}

/** What a rollout shares with others: the desired states, and who came later and may have taken its devices. */
export type Neighbours = {
  readonly desired: DesiredBook
  /** whose turn came later */
  later(store: MemoryStore): readonly MemoryStore[]
  /** while it waits for its turn */
  queue(store: MemoryStore): QueueFacts | null
}

const ALONE = { later: () => [], queue: () => null }

/** One rollout in memory: keeps what the real store keeps and forgets what it forgets. */
export class MemoryStore implements RolloutStore {
  rollout: Rollout
  readonly #fleet: ReadonlyMap<string, KnownDevice>
  readonly #places = new Map<string, Place>()
  readonly #target: Installation
  /** of arm B */
  readonly #other: Installation | null
  readonly #log: (line: string) => void
  readonly #neighbours: Neighbours
  samples: Sample[] = []
  readonly ledger = new MemoryLedger()
  approval: Approval | null = null
  preflight: PreflightItem[] = []
  /** devices nothing may be deployed to, with the reason */
  readonly withheld = new Map<string, string>()
  readonly holds = new Map<string, Hold>()
  /** who else is at the sites of this world, and away */
  readonly away: Neighbour[] = []
  /** who downloads at the sites of this world for another rollout */
  lines: readonly OnTheLine[] = []
  /** since when its devices are its own to write; null while it waits for its turn */
  turnAt: Instant | null
  #version = 0
  #because = ''
  #readings: GateReading[] = []
  #active = true
  #asked = 0

  constructor(
    rollout: Rollout,
    fleet: ReadonlyMap<string, KnownDevice>,
    target: Installation,
    now: Instant,
    log: (line: string) => void,
    neighbours: Neighbours = { desired: new DesiredBook(), ...ALONE },
    other: Installation | null = null,
  ) {
    this.#other = other
    this.#neighbours = neighbours
    this.turnAt = rollout.state.phase === 'preparing' && rollout.state.queue ? null : now
    this.rollout = rollout
    this.#fleet = fleet
    this.#target = target
    this.#log = log
    for (const { deviceId, arm } of rollout.plan.order) {
      this.#places.set(deviceId, {
        state: 'pending',
        because: '',
        failure: null,
        generation: null,
        traffic: null,
        exposedAt: null,
        changedAt: now,
        baseline: null,
        previous: null,
        onTargetSince: null,
        onTargetUntil: null,
        arm: arm ?? null,
      })
    }
  }

  async due() {
    return this.#active ? [this.rollout.id] : []
  }

  async load(_id: Rollout['id'], now: Instant, observingSince: Instant): Promise<LoadedRollout> {
    const devices = this.rollout.plan.order.map(({ deviceId, wave }, index) => this.#facts(deviceId, wave, index))
    const window = { from: (now - 60_000) as Instant, to: now }
    const exposed = devices.filter((device) => device.exposedAt !== null)
    const since = this.rollout.state.phase === 'verifying-rollback' ? this.rollout.state.since : now
    return {
      rollout: this.rollout,
      version: this.#version,
      fence: 0,
      because: this.#because,
      readings: this.#readings,
      facts: {
        devices,
        observingSince,
        window,
        waves: new Map(
          [...Map.groupBy(exposed, (device) => device.wave)].map(([wave, some]) => [
            wave,
            this.#evidence(some, window.from, true),
          ]),
        ),
        deployed: this.#evidence(exposed.filter(isExposed), window.from, true),
        restored: this.#evidence(this.#inScope(exposed), since, false),
        queue: this.#neighbours.queue(this),
        surroundings: { totals: this.#totals(), away: this.away },
        lines: this.lines,
        arms: this.#arms(devices, window.from),
        approval: this.approval,
        preflight: this.preflight,
        freshApprovalId: `approval-${this.#asked + 1}` as ApprovalId,
      },
    }
  }

  async commit(seen: LoadedRollout, decision: Decision, now: Instant): Promise<'committed' | 'lost'> {
    if (seen.version !== this.#version) return 'lost'
    this.ledger.record({ ...seen, now }, decision)
    this.#version += 1
    if (decision.state.phase !== this.rollout.state.phase) this.#log(`> ${decision.state.phase}: ${decision.because}`)
    if (decision.state.phase === 'validating') this.turnAt ??= now
    for (const change of decision.devices) this.#move(change, now)
    for (const effect of decision.effects) {
      if (effect.kind === 'capture-baseline') this.#captureBaseline(now)
      if (effect.kind === 'request-approval') {
        this.#asked += 1
        this.approval = {
          id: effect.approval,
          needed: this.rollout.policy.approvalsNeeded,
          expiresAt: effect.expiresAt,
          decisions: [],
        }
      }
      if (effect.kind === 'close-approval') this.approval = null
    }
    this.rollout = {
      ...this.rollout,
      state: decision.state,
      paused: canBePaused(decision.state) ? this.rollout.paused : null,
      failure: failureIn(decision.state) ?? this.rollout.failure,
      comparison: comparisonAfter(this.rollout.comparison, decision),
    }
    this.#remember(decision)
    return 'committed'
  }

  async rest(_seen: LoadedRollout, decision: Decision): Promise<void> {
    this.rollout = { ...this.rollout, comparison: comparisonAfter(this.rollout.comparison, decision) }
    this.#remember(decision)
  }

  /** A person's act: written as a command writes it. */
  write(change: Partial<Pick<Rollout, 'state' | 'paused' | 'comparison' | 'target' | 'rootCauses'>>): void {
    this.rollout = { ...this.rollout, ...change }
    this.#version += 1
    this.#active = true
  }

  counts(): Partial<Record<DeviceState, number>> {
    const counts: Partial<Record<DeviceState, number>> = {}
    for (const { state } of this.#places.values()) counts[state] = (counts[state] ?? 0) + 1
    return counts
  }

  stateOf(deviceId: string): DeviceState | null {
    return this.#places.get(deviceId)?.state ?? null
  }

  wanted(deviceId: string): Desired | null {
    return this.#neighbours.desired.get(deviceId)
  }

  #move(change: Decision['devices'][number], now: Instant): void {
    const place = this.#places.get(change.deviceId)
    const device = this.#fleet.get(change.deviceId)
    if (!place || !device) throw new Error(`unknown device ${change.deviceId}`)
    if (place.state !== change.state) this.#log(`  ${change.deviceId} ${change.state}: ${change.because}`)
    const held = this.wanted(change.deviceId)?.installation ?? device.running
    const previous = place.previous ?? held
    const told = change.desired !== null
    const desired = told
      ? this.#neighbours.desired.write(
          change.deviceId,
          {
            reason: change.reason ?? 'rollout',
            installation: change.desired === 'target' ? this.#targetOf(place) : previous,
            traffic: change.traffic ?? null,
            rollout: this.rollout.id,
          },
          device.generation,
        )
      : null
    this.#places.set(change.deviceId, {
      ...place,
      state: change.state,
      because: change.because,
      changedAt: now,
      failure: change.failure ?? place.failure,
      generation: desired?.generation ?? place.generation,
      traffic: desired ? desired.traffic : place.traffic,
      exposedAt: change.desired === 'target' ? now : place.exposedAt,
      previous: told ? previous : place.previous,
      onTargetSince:
        change.desired === 'target'
          ? null
          : (place.onTargetSince ?? (arrivedOnTarget(change, this.#seen(change)) ? now : null)),
      onTargetUntil: change.desired === 'previous' ? now : told ? null : place.onTargetUntil,
      ...(change.leavesArm
        ? { arm: null, exposedAt: null, failure: null, onTargetSince: null, onTargetUntil: null }
        : {}),
    })
  }

  #targetOf({ arm }: Pick<Place, 'arm'>): Installation {
    const own = arm ?? this.rollout.comparison?.pick?.arm ?? 'a'
    return own === 'b' && this.#other ? this.#other : this.#target
  }

  #arms(devices: readonly DeviceFacts[], from: Instant): ArmsFacts | null {
    const inArms = devices.filter((device) => device.arm !== null)
    if (inArms.length === 0) return null
    const exposed = inArms.filter((device) => device.exposedAt !== null)
    const of = (arm: Arm) =>
      this.#evidence(
        exposed.filter((device) => device.arm === arm),
        from,
        true,
      )
    const { state } = this.rollout
    const since = state.phase === 'comparing' ? state.since : null
    const measured = exposed.map(
      (device) => [device.deviceId, this.#evidence([device], since ?? from, true).current] as const,
    )
    return { a: of('a'), b: of('b'), devices: new Map(since === null ? [] : measured) }
  }

  #inScope(exposed: readonly DeviceFacts[]): readonly DeviceFacts[] {
    const { state } = this.rollout
    return 'scope' in state && state.scope === 'arm' ? exposed.filter(({ arm }) => arm === state.arm) : exposed
  }

  #captureBaseline(now: Instant): void {
    for (const [deviceId, place] of this.#places) {
      place.baseline = measure(this.samples.filter((one) => one.deviceId === deviceId && one.at >= now - 60_000))
    }
  }

  #remember(decision: Decision): void {
    if (decision.because) this.#because = decision.because
    const { reading } = decision
    if (reading) this.#readings = [...this.#readings.filter((one) => one.wave !== reading.wave), reading]
    this.#active = decision.active
  }

  #evidence(devices: readonly DeviceFacts[], from: Instant, onTarget: boolean): Evidence {
    const ids = new Set(devices.map((device) => device.deviceId))
    const baselines = devices.flatMap((device) => this.#places.get(device.deviceId)?.baseline ?? [])
    const mine = this.samples.filter(
      (one) => ids.has(one.deviceId) && one.at >= from && this.#isOnTarget(one) === onTarget,
    )
    return { baseline: mergeMeasurements(baselines), current: measure(mine) }
  }

  #totals(): ReadonlyMap<string, number> {
    const units = [...this.#fleet.values(), ...this.away].flatMap((one) => budgetUnits(one).map(({ key }) => key))
    return new Map([...Map.groupBy(units, (key) => key)].map(([key, all]) => [key, all.length]))
  }

  /** A sample names its artifact only: where both sides run one, time tells them apart, as in the real store. */
  #isOnTarget({ deviceId, sha256, at }: Sample): boolean {
    const place = this.#places.get(deviceId)
    const target = this.#targetOf({ arm: place?.arm ?? null })
    if (place?.previous?.sha256 !== target.sha256) return sha256 === target.sha256
    return place.onTargetSince !== null && at >= place.onTargetSince && at < (place.onTargetUntil ?? Infinity)
  }

  #superseded(deviceId: string): DeviceFacts['superseded'] {
    const says = this.#neighbours.later(this).map((later) => {
      const state = later.stateOf(deviceId)
      return state && supersedes({ phase: later.rollout.state.phase, state })
    })
    return says.find((one) => one === 'for-good') ?? says.find((one) => one === 'for-now') ?? null
  }

  #seen({ deviceId, index }: Decision['devices'][number]): DeviceFacts {
    return this.#facts(deviceId, 0, index)
  }

  #facts(deviceId: DeviceFacts['deviceId'], wave: number, index: number): DeviceFacts {
    const place = this.#places.get(deviceId)
    const device = this.#fleet.get(deviceId)
    if (!place || !device) throw new Error(`unknown device ${deviceId}`)
    return {
      ...place,
      deviceId,
      name: deviceId,
      index,
      wave,
      siteId: device.siteId,
      redundancyGroup: device.redundancyGroup,
      targetSha256: this.#targetOf(place).sha256,
      previousSha256: place.previous?.sha256 ?? null,
      targetConfigDigest: this.#targetOf(place).configDigest,
      previousConfigDigest: place.previous?.configDigest ?? null,
      online: device.online,
      onlineSince: device.onlineSince,
      lastSeenAt: device.lastSeenAt,
      reported: device.reported,
      reportedAt: device.reportedAt,
      health: device.health(),
      reachable: device.reachable,
      memoryPercent: device.memoryPercent,
      restarts: device.restarts,
      superseded: this.#superseded(deviceId),
      withheld: this.withheld.get(deviceId) ?? null,
      hold: this.holds.get(deviceId) ?? null,
    }
  }
}

function measure(samples: readonly Sample[]): Measurement {
  if (samples.length === 0) return NOTHING_MEASURED
  const latency: Record<string, number> = {}
  let [requests, errors] = [0, 0]
  for (const one of samples) {
    requests += one.requests
    errors += one.errors
    for (const [bin, count] of Object.entries(one.latency)) latency[bin] = (latency[bin] ?? 0) + count
  }
  return { requests, errors, latency, cpuPercent: 10, memoryPercent: 40, memoryMb: 100, samples: samples.length }
}
