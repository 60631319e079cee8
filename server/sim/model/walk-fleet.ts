import { nextStep } from '../../domain/rollout/next-step.ts'
import { supersedes } from '../../domain/rollout/one-writer.ts'
import { whyDevice } from '../../domain/rollout/why-device.ts'
import { whyWave } from '../../domain/rollout/why-wave.ts'
import type { SimulatedDevice } from '../simulated-device.ts'
import { Violation } from './checked-store.ts'
import { ModelFleet } from './model-fleet.ts'
import type { Walk } from './step.ts'

/** Long enough after everything healed for whoever was away to be told, to install, and to be measured. */
const SETTLES_SECONDS = 60

/** Walks a fleet through everything that happens, then heals it; throws with the transcript when a rule did not hold. */
export async function walkFleet(walk: Walk): Promise<ModelFleet> {
  const fleet = new ModelFleet(walk)
  try {
    fleet.plan(0, walk.first)
    for (const step of walk.steps) {
      await fleet.happen(step)
      await fleet.second()
      await said(fleet)
    }
    fleet.heal()
    for (let n = 0; n < SETTLES_SECONDS; n++) {
      await fleet.second()
    }
    await said(fleet)
    reached(fleet)
    return fleet
  } catch (cause) {
    throw new Error(`${cause instanceof Error ? cause.message : cause}\n${fleet.transcript.join('\n')}`, { cause })
  }
}

/** B-11: whatever stands still says why. */
async function said(fleet: ModelFleet): Promise<void> {
  for (const { store } of fleet.rollouts) {
    const counts = store.counts()
    const next = nextStep(store.rollout, {
      because: '',
      openDevices: (counts.pending ?? 0) + (counts.installing ?? 0) + (counts.verifying ?? 0),
      owed: counts['rolling-back'] ?? 0,
      skipped: counts.skipped ?? 0,
      hold: null,
      approvalsGiven: 0,
      approvers: [],
    })
    const { facts } = await store.load(store.rollout.id, fleet.now, fleet.now)
    const reasons = [
      next.sentence,
      ...store.rollout.plan.waves.map(({ wave }) => whyWave(store.rollout, wave, next.sentence, false)),
      ...facts.devices.map((device) => whyDevice(store.rollout, { ...device, takenBy: null }, next).sentence),
    ]
    if (reasons.some((reason) => !reason.trim()))
      throw new Violation(`something in ${store.rollout.id} does not say why it stands still`)
  }
}

/** a rollback reaches every exposed device, those that were away as well, and undoes nothing else. */
function reached(fleet: ModelFleet): void {
  for (const [place, { store, target, other }] of fleet.rollouts.entries()) {
    const { state, id } = store.rollout
    const all = state.phase === 'rolled-back' || state.phase === 'aborted'
    const wave = state.phase === 'halted' && state.resume === 'nothing' ? state.wave : null
    if (!all && wave === null) continue
    const waves = new Map(store.rollout.plan.order.map((one) => [one.deviceId as string, one.wave]))
    // A device has one writer: while a newer rollout may still take one, this one owes it its rollback.
    const mayBeTaken = (device: SimulatedDevice) =>
      fleet.rollouts.slice(place + 1).some(({ store: later }) => {
        const now = later.stateOf(device.id)
        return now !== null && supersedes({ phase: later.rollout.state.phase, state: now }) === 'for-now'
      })
    const left = fleet.devices.filter((device) => {
      const mine = waves.get(device.id)
      const concerned = mine !== undefined && (all || mine === wave)
      const stuck = fleet.rollouts.some((one) => one.store.stateOf(device.id) === 'quarantined')
      const runsIt = [target, other].some((one) => one?.sha256 === device.running.sha256)
      return concerned && !stuck && !mayBeTaken(device) && runsIt
    })
    if (left.length > 0)
      throw new Violation(
        `${id} is ${state.phase}, and ${left.map((device) => device.id).join(', ')} still run its target`,
      )
  }
}
