import { isOut } from '../../domain/comparison/arms.ts'
import { isExposed, wasExposed } from '../../domain/rollout/expose.ts'
import type { Decision, DeviceChange, DeviceFacts } from '../../domain/rollout/rollout.ts'
import type { LoadedRollout, RolloutStore } from '../../engine/ports.ts'
import type { Instant, RolloutId } from '../../protocol/ids.ts'
import { PRIORITIES } from '../../protocol/priority.ts'
import type { MemoryStore } from '../memory-store.ts'
import type { SimulatedDevice } from '../simulated-device.ts'

/** A rule that did not hold, in words. */
export class Violation extends Error {}

/** What really is, whatever the engine believes. */
export type Truth = {
  readonly devices: readonly SimulatedDevice[]
  /** in the order they were created in */
  readonly rollouts: readonly { readonly store: MemoryStore }[]
  /** nothing may be deployed to it now */
  holds(device: SimulatedDevice): boolean
  /** requests measured on an installation in the last minute */
  heard(device: SimulatedDevice, sha256: string, store: MemoryStore): number
}

/** The store as the engine knows it; every decision is held against the rules before it is written. */
export class CheckedStore implements RolloutStore {
  readonly #store: MemoryStore
  readonly #truth: Truth
  /** waves that were let begin */
  readonly #begun = new Set<number>()
  /** devices a rollback drill fetched again from the version they ran before */
  readonly #drilled = new Set<string>()
  readonly #told = new Map<string, { target: number; previous: number; standby: number }>()

  constructor(store: MemoryStore, truth: Truth) {
    this.#store = store
    this.#truth = truth
  }

  due = () => this.#store.due()
  load = (id: RolloutId, now: Instant, observingSince: Instant) => this.#store.load(id, now, observingSince)
  rest = (seen: LoadedRollout, decision: Decision) => this.#store.rest(seen, decision)

  async commit(seen: LoadedRollout, decision: Decision, now: Instant): Promise<'committed' | 'lost'> {
    this.#audited(seen, decision)
    this.#begins(seen, decision)
    this.#takesItsTurn(seen, decision)
    for (const change of decision.devices) {
      const device = seen.facts.devices[change.index]
      if (!device) throw new Violation(`${change.deviceId} is not in the plan`)
      this.#withinPlan(change, device, seen)
      this.#inItsArm(change, device, seen)
      this.#fetchedAgain(change, device, seen)
      this.#toldOnce(change)
      this.#oneWriter(change, device, seen)
      this.#absence(change, device, seen, now)
    }
    const wasTurning = seen.rollout.state.phase === 'rolling-back'
    const done = await this.#store.commit(seen, decision, now)
    if (wasTurning) this.#nobodyIsLeft(decision, seen)
    return done
  }

  /** whatever changed can be told, and says why. */
  #audited({ rollout, facts }: LoadedRollout, decision: Decision): void {
    if (decision.state.phase !== rollout.state.phase && !decision.because)
      throw new Violation(`${rollout.state.phase} became ${decision.state.phase} without a reason`)
    const mute = decision.devices.find(
      (change) => !change.because && change.state !== facts.devices[change.index]?.state,
    )
    if (mute) throw new Violation(`${mute.deviceId} became ${mute.state} without a reason`)
  }

  /** no wave without the gate before it, wave 1 not without people, and silence is not a pass. */
  #begins(seen: LoadedRollout, decision: Decision): void {
    const before = seen.rollout.state
    const { state } = decision
    const passes =
      before.phase === 'soaking' &&
      (state.phase === 'awaiting-approval' ||
        state.phase === 'confirming' ||
        state.phase === 'deploying' ||
        state.phase === 'comparing')
    if (passes) this.#passed(before.wave, seen, decision)
    if (state.phase === 'awaiting-approval') this.#wasDrilled(seen)
    if (before.phase === 'comparing' && state.phase !== 'comparing' && state.phase !== 'rolling-back')
      throw new Violation(`${before.phase} became ${state.phase}, and nobody had picked`)
    if (state.phase !== 'deploying' || before.phase === 'deploying') return
    // the arm that is left, or was picked, goes on where it was.
    if (before.phase === 'verifying-rollback' && before.scope === 'arm' && this.#begun.has(state.wave)) return
    if (state.wave > 0 && !this.#begun.has(state.wave - 1))
      throw new Violation(`wave ${state.wave} began before the one before it`)
    if (state.wave === 1) {
      if (before.phase !== 'awaiting-approval') throw new Violation('wave 1 began without anybody being asked')
      const decisions = seen.facts.approval?.decisions ?? []
      const approvers = new Set(decisions.filter((one) => one.decision === 'approve').map((one) => one.name))
      if (approvers.size < seen.rollout.policy.approvalsNeeded)
        throw new Violation(`wave 1 began with ${approvers.size} approvals`)
      if (decisions.some((one) => one.decision === 'reject'))
        throw new Violation('wave 1 began although somebody rejected it')
    } else if (state.wave > 1 && seen.rollout.plan.arms && !seen.rollout.comparison?.pick)
      throw new Violation(`wave ${state.wave} began and nobody had picked an arm`)
    else if (state.wave > 1 && before.phase !== 'soaking' && before.phase !== 'awaiting-approval')
      throw new Violation(`wave ${state.wave} began out of ${before.phase}`)
    this.#begun.add(state.wave)
  }

  /** Asked of the devices themselves, not of the reading. */
  #passed(wave: number, { facts, rollout }: LoadedRollout, decision: Decision): void {
    if (decision.reading?.verdict !== 'pass')
      throw new Violation(`wave ${wave} was let go on with ${decision.reading?.verdict}`)
    const exposed = facts.devices.filter(
      (device) => device.wave === wave && wasExposed(device) && device.failure === null && !isOut(device, rollout),
    )
    const there = exposed.flatMap(({ deviceId, targetSha256 }) =>
      this.#truth.devices.filter(
        (device) => device.id === deviceId && device.online && device.running.sha256 === targetSha256,
      ),
    )
    const share = (100 * there.length) / exposed.length
    const { minCoveragePercent, minRequests } = rollout.policy.gate
    if (!(share >= minCoveragePercent))
      throw new Violation(`wave ${wave} passed with ${there.length} of ${exposed.length} devices there`)
    const requests = there.reduce(
      (sum, device) => sum + this.#truth.heard(device, device.running.sha256, this.#store),
      0,
    )
    if (requests < minRequests) throw new Violation(`wave ${wave} passed on ${requests} requests`)
  }

  /** Exposure is what was planned, and only of waves that began; away, held back or frozen: not now. */
  #withinPlan(change: DeviceChange, device: DeviceFacts, { rollout }: LoadedRollout): void {
    if (change.desired !== 'target') return
    if (!this.#begun.has(device.wave))
      throw new Violation(`${device.name} was told although wave ${device.wave} has not begun`)
    if (rollout.paused) throw new Violation(`${device.name} was told although the rollout is paused`)
    const simulated = this.#truth.devices.find((one) => one.id === device.deviceId)
    if (!simulated?.online || this.#truth.holds(simulated))
      throw new Violation(`${device.name} was told although it is away or held`)
    const ended = ['rolling-back', 'verifying-rollback', 'rolled-back', 'aborted', 'halted'].includes(
      rollout.state.phase,
    )
    if (ended) throw new Violation(`${device.name} was told while the rollout is ${rollout.state.phase}`)
  }

  /** an arm that went back is told nothing, and nobody goes from one arm to the other but over what it ran before. */
  #inItsArm({ desired, leavesArm }: DeviceChange, device: DeviceFacts, { rollout }: LoadedRollout): void {
    if (desired === 'target' && isOut(device, rollout))
      throw new Violation(`${device.name} was told although its arm is out`)
    if (!leavesArm) return
    const really = this.#truth.devices.find(({ id }) => id === device.deviceId)
    if (really?.running.sha256 === device.targetSha256)
      throw new Violation(`${device.name} left its arm while it runs what is left behind`)
  }

  /** B-04: only a drill, or what one left behind, tells a device the target after it told it to go back. */
  #fetchedAgain({ deviceId, desired }: DeviceChange, { targetSha256 }: DeviceFacts, { rollout }: LoadedRollout): void {
    const told = this.#told.get(deviceId)
    if (desired !== 'target' || !told || told.previous === 0 || !rollout.policy.rollbackDrill) return
    const device = this.#truth.devices.find((one) => one.id === deviceId)
    if (device?.running.sha256 !== targetSha256) this.#drilled.add(deviceId)
    this.#told.delete(deviceId)
  }

  /** B-04: nobody is asked before one canary was really there and back. */
  #wasDrilled({ rollout: { state, policy } }: LoadedRollout): void {
    if (!policy.rollbackDrill || state.phase === 'awaiting-approval') return
    if ('wave' in state && state.wave > 0) return // the pick's: the canary's was asked for long ago
    const proof = 'drilled' in state ? state.drilled : undefined
    if (!proof || !this.#drilled.has(proof.deviceId)) throw new Violation('approval was asked for without a drill')
  }

  /** The same thing is never asked of a device twice; to stand by and to take the traffic are two. */
  #toldOnce({ deviceId, desired, traffic, leavesArm }: DeviceChange): void {
    if (leavesArm) this.#told.delete(deviceId)
    if (desired === null) return
    const told = this.#told.get(deviceId) ?? { target: 0, previous: 0, standby: 0 }
    const what = traffic === 'standby' ? 'standby' : desired
    const next = { ...told, [what]: told[what] + 1 }
    if (next[what] > 1) throw new Violation(`${deviceId} was told ${what} twice`)
    this.#told.set(deviceId, next)
  }

  /** Who waited takes devices that nobody has, and goes after whoever waits with a higher priority. */
  #takesItsTurn({ rollout }: LoadedRollout, decision: Decision): void {
    if (this.#store.turnAt !== null || decision.state.phase !== 'validating') return
    const mine = rollout.state.phase === 'preparing' ? rollout.state.queue : undefined
    for (const { store } of this.#truth.rollouts) {
      const { id, state, paused } = store.rollout
      const shares = rollout.plan.order.some(({ deviceId }) => store.stateOf(deviceId) !== null)
      if (store === this.#store || !shares || 'at' in state) continue
      if (store.turnAt !== null) throw new Violation(`${rollout.id} began while ${id} is ${state.phase}`)
      const theirs = state.phase === 'preparing' && !paused && !state.queue?.changed ? state.queue : undefined
      if (mine && theirs && PRIORITIES.indexOf(theirs.priority) < PRIORITIES.indexOf(mine.priority))
        throw new Violation(`${rollout.id} (${mine.priority}) went before ${id} (${theirs.priority})`)
    }
  }

  /** Only who has the device may write what it should run. */
  #oneWriter({ deviceId, desired }: DeviceChange, device: DeviceFacts, { rollout }: LoadedRollout): void {
    if (desired === null) return
    if (device.superseded) throw new Violation(`${rollout.id} wrote ${deviceId}, which a newer rollout has`)
    const mine = this.#store.turnAt
    if (mine === null) throw new Violation(`${rollout.id} wrote ${deviceId} before its turn`)
    const taken = this.#truth.rollouts
      .filter(({ store }) => (store.turnAt ?? 0) > mine)
      .find(({ store }) =>
        ['installing', 'verifying', 'healthy', 'degraded', 'silent', 'dark', 'rolling-back'].includes(
          store.stateOf(deviceId) ?? 'pending',
        ),
      )
    if (taken) throw new Violation(`${rollout.id} wrote ${deviceId}, which ${taken.store.rollout.id} holds`)
  }

  /** R-004, D-04: offline is not failed, and only who was alive before its update can go dark after it. */
  #absence(change: DeviceChange, device: DeviceFacts, { rollout, facts }: LoadedRollout, now: Instant): void {
    if (change.failure && !device.failure && !device.online)
      throw new Violation(`${device.name} counts as failed while it is offline: ${change.because}`)
    if (change.state !== 'dark' || device.state === 'dark') return
    if (device.exposedAt === null) throw new Violation(`${device.name} is dark and was never told anything`)
    const since = Math.max(facts.observingSince, device.lastSeenAt ?? 0)
    if (now - since < 1000 * rollout.policy.darkAfterSeconds)
      throw new Violation(`${device.name} is dark after ${now - since} ms`)
  }

  /** A rollback never waits: once it is looked at, everyone in its scope has been told. */
  #nobodyIsLeft(decision: Decision, { facts }: LoadedRollout): void {
    const { state } = decision
    if (state.phase !== 'rolling-back') return
    const left = facts.devices.filter((device) => {
      const now = this.#store.stateOf(device.deviceId)
      return (
        !device.superseded &&
        now !== null &&
        isExposed({ state: now }) &&
        (state.scope === 'deployed' || (state.scope === 'arm' ? device.arm === state.arm : device.wave === state.wave))
      )
    })
    if (left.length > 0) throw new Violation(`${left.map((one) => one.name).join(', ')} not told to go back at once`)
  }
}
