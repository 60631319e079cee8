import type { Hold } from '../../domain/calendar/hold.ts'
import { NOT_COMPARED } from '../../domain/comparison/arms.ts'
import { mayPick, neitherPicked, picked, refuseArm } from '../../domain/comparison/pick.ts'
import { ended, extended, mayAct, mayDecide, type RolloutAct, resumed, waveBack } from '../../domain/rollout/acts.ts'
import { DEMO_POLICY } from '../../domain/rollout/default-policies.ts'
import { hasEnded } from '../../domain/rollout/ended-phases.ts'
import { NO_HISTORY } from '../../domain/rollout/fleet-history.ts'
import { makePlan } from '../../domain/rollout/make-plan.ts'
import { isAhead, mayPrioritise, prioritised } from '../../domain/rollout/queue.ts'
import type { QueueFacts } from '../../domain/rollout/queue-facts.ts'
import type { Rollout } from '../../domain/rollout/rollout.ts'
import { runs } from '../../domain/rollout/runs.ts'
import { whyExcluded } from '../../domain/rollout/why-excluded.ts'
import { reconcile } from '../../engine/reconcile.ts'
import type { DeviceId, Instant, RolloutId, Sha256 } from '../../protocol/ids.ts'
import type { RolloutPolicy } from '../../protocol/policy.ts'
import type { Priority } from '../../protocol/priority.ts'
import type { Person } from '../../protocol/views/person.ts'
import { type Desired, DesiredBook } from '../desired-book.ts'
import type { Installation } from '../installation.ts'
import { MemoryStore } from '../memory-store.ts'
import { SimulatedClock } from '../simulated-clock.ts'
import { SimulatedDevice } from '../simulated-device.ts'
import { CheckedStore, type Truth } from './checked-store.ts'
import { BEHAVIOURS, type BehaviourName, type Step, type Walk } from './step.ts'

const START = 1_800_000_000_000 as Instant
const OLD: Installation = { sha256: 'a'.repeat(64) as Sha256, configDigest: '0'.repeat(64) as Sha256 }
const SITES = ['eu', 'us'] as const
const APPROVER: Person = { id: 'ada', name: 'Ada', email: 'ada@x.test', role: 'approver' }
const OPERATOR: Person = { id: 'olive', name: 'Olive', email: 'olive@x.test', role: 'operator' }
/** Longest stretch of samples anything looks back on, milliseconds. */
const REMEMBERED_MS = 90_000

/** A rollout of a model: which installation it brings, and what that does to each device. */
export type Walked = {
  readonly store: MemoryStore
  readonly checked: CheckedStore
  readonly target: Installation
  /** arm B's, of an A/B rollout */
  readonly other: Installation | null
}

/** A fleet, its rollouts, a network, a server and people: everything a walk is made of happens here, second by second. */
export class ModelFleet implements Truth {
  readonly transcript: string[] = []
  readonly devices: readonly SimulatedDevice[]
  readonly rollouts: Walked[] = []
  readonly desired = new DesiredBook()
  readonly #walk: Walk
  readonly #clock = new SimulatedClock(START)
  readonly #makes = new Map<string, readonly BehaviourName[]>()
  readonly #unheard = new Set<SimulatedDevice>()
  readonly #withheld = new Set<SimulatedDevice>()
  readonly #frozen = new Set<string>()
  readonly #said = new Map<SimulatedDevice, Omit<Desired, 'rollout'>[]>()
  #observingSince: Instant = START
  #serverUp = true
  #lossy = false

  constructor(walk: Walk) {
    this.#walk = walk
    const world = {
      behaviour: (device: SimulatedDevice, { sha256 }: Installation) => {
        const makes = this.#makes.get(sha256)
        return makes ? BEHAVIOURS[makes[this.devices.indexOf(device) % makes.length] ?? 'good'] : {}
      },
    }
    this.devices = Array.from({ length: sizeOf(walk) }, (_, n) => {
      const id = `dev-${String(n).padStart(2, '0')}`
      return new SimulatedDevice(id, SITES[n % 2] ?? '', n % 4 < 2 ? 'jetson' : 'rpi', OLD, START, world)
    })
    for (const n of walk.away) this.#toDevice({ do: 'disconnect', device: n })
  }

  get now(): Instant {
    return this.#clock.now()
  }

  /** since it began */
  get seconds(): number {
    return Math.round((this.now - START) / 1000)
  }

  /** Devices live, the engine looks at each rollout if the server is up, and what it wants is said to who is connected. */
  async second(): Promise<void> {
    await this.#clock.pass(1000)
    for (const device of this.devices) this.#live(device)
    if (this.#walk.approvedAtOnce) this.#approveAll()
    if (!this.#serverUp) return
    for (const { checked, store } of this.rollouts) {
      const silent = () => {}
      const tell = { desired: silent, sessions: silent, keys: silent, capture: silent, states: silent, changed: silent }
      const watch = { observingSince: () => this.#observingSince }
      for (const id of await store.due()) await reconcile({ store: checked, clock: this.#clock, tell, watch }, id)
    }
    if (!this.#lossy) for (const device of this.devices) this.#say(device)
  }

  /** Everything is well again: what is owed can be given. */
  heal(): void {
    this.#note('everything heals')
    for (const sha256 of this.#makes.keys()) this.#makes.set(sha256, ['good'])
    for (const device of this.devices) device.online = true
    for (const { store } of this.rollouts) {
      store.holds.clear()
      store.withheld.clear()
    }
    this.#unheard.clear()
    this.#withheld.clear()
    this.#frozen.clear()
    this.#lossy = false
    this.#startServer()
  }

  /** Something happens, or can not happen now and does not. */
  async happen(step: Step): Promise<void> {
    switch (step.do) {
      case 'wait':
        for (let n = 0; n < step.seconds; n++) await this.second()
        return
      case 'plan':
        return this.plan(step.release, step.makes, step.behind ?? null)
      case 'prioritise':
        return this.#prioritise(step.rollout, step.priority)
      case 'act':
        return this.#act(step.act, step.rollout)
      case 'say':
        return this.#decide(step)
      case 'pick':
        return this.#pick(step)
      case 'stop the server':
        this.#note('the server is gone')
        this.#serverUp = false
        return
      case 'start the server':
        return this.#startServer()
      case 'lose messages':
      case 'deliver messages':
        this.#note(step.do)
        this.#lossy = step.do === 'lose messages'
        return
      case 'freeze':
      case 'thaw':
        return this.#freeze(SITES[step.site % SITES.length] ?? '', step.do === 'freeze')
      default:
        return this.#toDevice(step)
    }
  }

  /** What planning would make of the fleet now; refused plans start nothing. */
  plan(release: number, makes: readonly BehaviourName[], behind: Priority | null = null): void {
    const target: Installation = { ...OLD, sha256: String.fromCharCode(98 + release).repeat(64) as Sha256 }
    if (this.#makes.has(target.sha256)) return
    const { strategy, rollbackDrill, approvalsNeeded, wavePercents, approvalExpiresSeconds } = this.#walk
    const asked = {
      strategy,
      rollbackDrill,
      approvalsNeeded,
      approvalExpiresSeconds,
      wavePercents: [...wavePercents],
      comparePercent: 50,
    }
    const policy = { ...DEMO_POLICY, ...asked }
    const other =
      strategy === 'a-b'
        ? {
            ...OLD,
            sha256: String.fromCharCode(98 + release)
              .toUpperCase()
              .repeat(64) as Sha256,
          }
        : null
    const rollout = this.#planned(`r${this.rollouts.length}`, target, policy, other, behind)
    if (!rollout) return
    this.#note(
      `${rollout.id} brings ${rollout.target} to ${rollout.plan.cohort} devices${behind ? `, and waits: ${behind}` : ''}`,
    )
    this.#makes.set(target.sha256, makes)
    // What the second half of a walk's behaviours is to arm A, the first is to arm B.
    if (other) this.#makes.set(other.sha256, makes.toReversed())
    const fleet = new Map(this.devices.map((device) => [device.id as string, device]))
    const store = new MemoryStore(
      rollout,
      fleet,
      target,
      this.now,
      (line) => this.#note(`${rollout.id} ${line}`),
      {
        desired: this.desired,
        later: ({ turnAt }) =>
          this.rollouts.map((one) => one.store).filter((one) => (one.turnAt ?? 0) > (turnAt ?? Infinity)),
        queue: (one) => this.#queue(one, target),
      },
      other,
    )
    store.preflight = [{ rule: 'R-025', name: 'Artifact', met: true, because: '', at: this.now }]
    for (const device of this.#withheld) store.withheld.set(device.id, 'quarantined')
    this.rollouts.push({ store, target, other, checked: new CheckedStore(store, this) })
    for (const site of this.#frozen) this.#freeze(site, true)
    for (const device of this.devices) for (let n = 60; n > 0; n--) this.#measured(device, store, n)
  }

  holds(device: SimulatedDevice): boolean {
    return this.#frozen.has(device.region) || this.#withheld.has(device)
  }

  /** What was heard from a device in the last minute, on an installation. */
  heard(device: SimulatedDevice, sha256: string, store: MemoryStore): number {
    return store.samples
      .filter((one) => one.deviceId === device.id && one.sha256 === sha256 && one.at >= this.now - 60_000)
      .reduce((sum, one) => sum + one.requests, 0)
  }

  #live(device: SimulatedDevice): void {
    const sample = device.second(this.now)
    if (!sample || this.#unheard.has(device) || !this.#serverUp) return
    for (const { store } of this.rollouts) {
      store.samples.push(sample)
      if (store.samples.length > 2000) store.samples = store.samples.filter((one) => one.at >= this.now - REMEMBERED_MS)
    }
  }

  /** It measured before the rollout was planned as well. */
  #measured(device: SimulatedDevice, store: MemoryStore, secondsAgo: number): void {
    if (!device.online || this.#unheard.has(device)) return
    const at = (this.now - 1000 * secondsAgo) as Instant
    const { sha256 } = device.running
    store.samples.push({ deviceId: device.id, at, sha256, requests: 20, errors: 0, latency: { 75: 20 } })
  }

  #say(device: SimulatedDevice): void {
    const wanted = this.desired.get(device.id)
    if (!wanted) return
    const said = this.#said.get(device) ?? []
    if (device.online && said.at(-1)?.generation !== wanted.generation) this.#said.set(device, [...said, wanted])
    device.tell(wanted.generation, wanted.installation, this.now, wanted.traffic)
  }

  #startServer(): void {
    if (this.#serverUp) return
    this.#note('the server is back')
    this.#serverUp = true
    this.#observingSince = this.now
  }

  #toDevice(step: Extract<Step, { device: number }>): void {
    const device = this.devices[step.device % this.devices.length]
    if (!device) return
    this.#note(`${device.id} ${step.do}`)
    switch (step.do) {
      case 'disconnect':
      case 'reconnect':
        device.online = step.do === 'reconnect'
        return
      case 'hear no telemetry':
        this.#unheard.add(device)
        return
      case 'hear telemetry':
        this.#unheard.delete(device)
        return
      case 'withhold':
        this.#withheld.add(device)
        for (const { store } of this.rollouts) store.withheld.set(device.id, 'quarantined')
        return
      case 'release':
        this.#withheld.delete(device)
        for (const { store } of this.rollouts) store.withheld.delete(device.id)
        return
      case 'repeat an old message': {
        const [oldest] = this.#said.get(device) ?? []
        if (oldest)
          device.tell(oldest.generation as SimulatedDevice['generation'], oldest.installation, this.now, oldest.traffic)
      }
    }
  }

  #freeze(site: string, frozen: boolean): void {
    this.#note(`${site} is ${frozen ? 'frozen' : 'thawed'}`)
    if (frozen) this.#frozen.add(site)
    else this.#frozen.delete(site)
    const hold: Hold = { because: `${site} is frozen by Olive: stocktaking`, until: (this.now + 3_600_000) as Instant }
    for (const { store } of this.rollouts)
      for (const device of this.devices.filter((one) => one.region === site)) {
        if (frozen) store.holds.set(device.id, hold)
        else store.holds.delete(device.id)
      }
  }

  #act(act: RolloutAct, number: number): void {
    const store = this.rollouts[number]?.store
    if (!store || !mayAct(act, store.rollout, OPERATOR).allowed) return
    this.#note(`${store.rollout.id} ${act} by Olive`)
    store.write(changeOf(act, store.rollout, this.now))
  }

  #decide({ who, decision, rollout }: Extract<Step, { do: 'say' }>): void {
    const store = this.rollouts[rollout]?.store
    if (store?.rollout.state.phase !== 'awaiting-approval' || !store.approval) return
    const person: Person = { id: who, name: who, email: `${who}@x.test`, role: 'approver' }
    const { expiresAt, decisions } = store.approval
    const decidedBy = decisions.map((one) => one.name)
    const open = { requestedBy: 'Olive', plannedBy: null, outcome: 'open', expiresAt, decidedBy }
    if (!mayDecide(person, open, this.now).allowed) return
    this.#note(`${who}: ${decision} ${store.rollout.id}`)
    store.approval.decisions.push({ name: who, decision, comment: '' })
  }

  #pick({ arm, rollout: number }: Extract<Step, { do: 'pick' }>): void {
    const store = this.rollouts[number]?.store
    if (!store || !mayPick({ ...store.rollout, plannedBy: null }, APPROVER).allowed) return
    if (arm !== 'neither' && refuseArm(store.rollout, arm)) return
    this.#note(`Ada picks ${arm} of ${store.rollout.id}`)
    if (arm === 'neither')
      store.write({ paused: null, state: neitherPicked(store.rollout, APPROVER, '', this.now).state })
    else {
      const { state, comparison } = picked(store.rollout, arm, APPROVER, '', this.now)
      store.write({ paused: null, state, comparison })
    }
  }

  #approveAll(): void {
    for (const rollout of this.rollouts.keys()) {
      for (const who of ['Ada', 'Ben']) this.#decide({ do: 'say', who, decision: 'approve', rollout })
      for (const arm of ['b', 'a'] as const) this.#pick({ do: 'pick', arm, rollout })
    }
  }

  #planned(
    id: string,
    target: Installation,
    policy: RolloutPolicy,
    other: Installation | null,
    behind: Priority | null,
  ): Rollout | null {
    const plan = makePlan(
      this.devices.map((device) => ({
        deviceId: device.id as DeviceId,
        name: device.id,
        siteId: device.region,
        region: device.region,
        hardwareType: device.hardwareType,
        online: device.online,
        groups: [],
        redundancyGroup: null,
        singlePoint: null,
        knownIssue: null,
        monitoringFidelity: 3,
        bytes: 1000,
        excluded: this.#excluded(device, target, behind !== null),
      })),
      '',
      policy,
      [],
      NO_HISTORY,
      null,
      other && { a: wordsOf(target), b: wordsOf(other) },
    )
    if (!plan.ok) return null
    return {
      id: id as RolloutId,
      name: id,
      target: wordsOf(target),
      policy,
      plan: { ...plan.value, hash: id },
      state: {
        phase: 'preparing',
        since: this.now,
        ...(behind
          ? { queue: { priority: behind, by: 'olive', name: 'Olive', reason: 'it may wait', since: this.now } }
          : {}),
      },
      paused: null,
      failure: null,
      rootCauses: [],
      createdBy: 'Olive',
      comparison: other && NOT_COMPARED,
    }
  }

  /** As the planner asks it of the registry. */
  #excluded(device: SimulatedDevice, target: Installation, waits: boolean): string | null {
    const others = this.rollouts.filter(
      ({ store }) => !hasEnded(store.rollout.state.phase) && store.stateOf(device.id) !== null,
    )
    const busy = others.find(({ store }) => store.turnAt !== null) ?? others[0]
    const told = this.desired.get(device.id)?.installation ?? OLD
    return whyExcluded({
      quarantined: this.#withheld.has(device) ? 'by Olive' : null,
      discrepancy: null,
      busy: busy?.store.rollout.name ?? null,
      waits,
      hasArtifact: true,
      calibration: null,
      standby: null,
      neverReported: false,
      unknownRelease: !(waits && busy && busy.store.turnAt !== null) && !runs(device.running, told),
      alreadyThere: runs(device.running, target),
      version: target.sha256.slice(0, 1),
    })
  }

  /** As the real store reads it. */
  #queue({ rollout: { id, state, plan } }: MemoryStore, target: Installation): QueueFacts | null {
    const queue = state.phase === 'preparing' ? state.queue : undefined
    if (!queue) return null
    const shared = ({ store }: Walked) => plan.order.filter((one) => store.stateOf(one.deviceId) !== null).length
    const ahead = this.rollouts
      .filter((one) => one.store.rollout.id !== id && shared(one) > 0 && !hasEnded(one.store.rollout.state.phase))
      .filter(({ store }) => isAhead(store.rollout, { ...queue, id }, this.now))
      .map((one) => {
        const { id: other, name, state: theirs } = one.store.rollout
        return { id: other, name, phase: theirs.phase, priority: null, devices: shared(one) }
      })
    if (ahead.length > 0) return { ahead, changed: null }
    const known = new Map(this.devices.map((device) => [device.id as string, device]))
    const gone = plan.order.flatMap(({ deviceId }) => {
      const device = known.get(deviceId)
      const because = device && this.#excluded(device, target, true)
      return because ? [`${deviceId}: ${because}`] : []
    })
    return { ahead, changed: gone[0] ?? null }
  }

  #prioritise(number: number, priority: Priority): void {
    const store = this.rollouts[number]?.store
    if (!store || !mayPrioritise(store.rollout, OPERATOR).allowed) return
    this.#note(`${store.rollout.id} has priority ${priority} by Olive`)
    store.write({ state: prioritised(store.rollout, priority) })
  }

  #note(line: string): void {
    this.transcript.push(`${String(this.seconds).padStart(5)}s ${line}`)
  }
}

const wordsOf = ({ sha256 }: Installation) => `app ${sha256.slice(0, 1)}`

/** Two canaries of each of four kinds of device, and more pairs, are half of the fleet at most. */
const sizeOf = ({ strategy, devices }: Walk) => (strategy === 'a-b' ? devices + 15 : devices)

/** As the commands write it. */
function changeOf(act: RolloutAct, rollout: Rollout, now: Instant): Partial<Pick<Rollout, 'state' | 'paused'>> {
  switch (act) {
    case 'pause':
      return { paused: { since: now, by: 'Olive', reason: '' } }
    case 'resume':
      return { paused: null, state: resumed(rollout, now) }
    case 'extendSoak':
      return { state: extended(rollout, 20) }
    case 'rollBackWave':
      return { paused: null, state: waveBack(rollout, OPERATOR, '', now) }
    case 'abort':
      return { paused: null, state: ended(rollout, 'aborted', OPERATOR, '', now) }
    case 'rollBack':
      return { paused: null, state: ended(rollout, 'rolled-back', OPERATOR, '', now) }
  }
}
