import type { GateReading } from '../../protocol/evidence.ts'
import type { RolloutState } from '../../protocol/rollout-state.ts'
import { armsInPlay, COMPARED_WAVE, walksInWave } from '../comparison/arms.ts'
import { counted } from '../counted.ts'
import { duration, latest, plusSeconds, secondsBetween } from '../instant.ts'
import { beginSoak } from './begin-soak.ts'
import { carried } from './carried.ts'
import { catchUp, missedOnes, switchLate } from './catch-up.ts'
import { decideDrill, isDrilled, stuckInDrill } from './decide-drill.ts'
import { turnBack } from './decide-rollback.ts'
import { expose, skip, standsBy, takeTraffic } from './expose.ts'
import { heldState } from './held-state.ts'
import { judgeWave } from './judge-wave.ts'
import type { Look } from './look.ts'
import { pace } from './pace.ts'
import type { Decision, DeviceChange, DeviceFacts } from './rollout.ts'
import { watchClosely } from './watch-closely.ts'
import { waveLabel } from './waves.ts'

type Deploying = Extract<RolloutState, { phase: 'deploying' }>
type Soaking = Extract<RolloutState, { phase: 'soaking' }>

/** Expose the wave's devices that are there, skip those that are away, watch the rails all the while. */
export function decideDeploying(state: Deploying, seen: Look): Decision {
  const stuck = stuckInDrill(state, seen)
  if (stuck) return stuck
  const judged = judgeWave(state.wave, null, seen)
  const back = turnBack(state.wave, judged, seen)
  if (back) return back

  const mine = seen.devices.filter((device) => walksInWave(device, state.wave, seen.rollout) && !device.superseded)
  const ready = seen.rollout.paused ? [] : mine.filter(canBeTold)
  const missed = missedOnes(seen, state.wave - 1)
  const paced = pace([...ready, ...missed], seen)
  const admitted = new Set(paced.told)
  const moves = seen.rollout.paused ? [] : mine.flatMap((device) => begin(device, admitted, seen))
  const late = [
    ...missed.filter((device) => admitted.has(device)).map((device) => expose(device, 'catch-up', seen.rollout.policy)),
    ...switchLate(seen, state.wave - 1),
  ]
  const moved = new Set(moves.map((move) => move.deviceId))
  const open = mine.filter((device) => isOpen(device) && !moved.has(device.deviceId))
  const held = ready.some((device) => !admitted.has(device)) ? paced.held : null
  const waiting = heldState(state, held, seen.now)
  const label = waveLabel(seen.rollout.plan, state.wave)
  const reading = judged.reading

  if (moves.length > 0) {
    const told = moves.filter((move) => move.desired === 'target').length
    return seen.stay(waiting, {
      devices: [...moves, ...late],
      reading,
      because: `${label}: ${counted(told, 'device')} told to install${leftOut(mine, moves)}.`,
      effects: watchClosely(moves, seen),
    })
  }
  const standing = open.filter(standsBy)
  if (standing.length > 0 && standing.length === open.length && !seen.rollout.paused) {
    const switching = standing.map(takeTraffic)
    return seen.stay(waiting, {
      devices: [...switching, ...late],
      reading,
      because: `${label}: healthy on standby on ${counted(standing.length, 'device')}; their traffic goes to the new version.`,
      effects: watchClosely(switching, seen),
    })
  }
  if (open.length === 0 && isDrilled(state, seen)) return decideDrill(state, seen, { devices: late, reading })
  if (open.length > 0 || seen.rollout.paused) {
    return seen.stay(waiting, {
      devices: late,
      reading,
      because:
        open.length > 0
          ? `${label}: waiting for ${counted(open.length, 'device')}${standing.length > 0 ? `, ${standing.length} of them on standby` : ''}.${heldBy(open)}${held ? ` ${held.because}` : ''}`
          : `${label}: every device has answered; paused before its soak.`,
    })
  }
  return beginSoak(state.wave, `${label}: every device has answered`, seen, { devices: late, reading })
}

/** A soaking wave is judged exactly as a deploying one: soaking exists to catch what shows up late. */
export function decideSoaking(state: Soaking, seen: Look): Decision {
  const { rollout, now } = seen
  const judged = judgeWave(state.wave, { until: state.soakUntil, deadline: state.deadline }, seen)
  const back = turnBack(state.wave, judged, seen)
  if (back) return back

  const { reading } = judged
  const label = waveLabel(rollout.plan, state.wave)
  const late = catchUp(seen, state.wave)
  switch (reading.verdict) {
    case 'wait':
    case 'fail': // turned back above; a fail without a breach does not exist
      return seen.stay(state, {
        devices: late,
        reading,
        because: `${label}: ${reading.because}`,
        effects: watchClosely(late, seen),
      })
    case 'inconclusive': {
      const { overridden } = state
      if (overridden) {
        const by = `${label}: its gate is passed over by ${overridden.asked} and ${overridden.confirmed}: ${overridden.reason}`
        return goOn(state, reading, by, seen)
      }
      return seen.go(
        {
          phase: 'halted',
          wave: state.wave,
          since: now,
          trigger: { rule: 'inconclusive', because: reading.because, at: now },
          resume: 'soak-again',
          ...carried(state),
        },
        `${label}: the gate does not pass. ${reading.because}`,
        { reading },
      )
    }
    case 'pass':
      return goOn(state, reading, `${label}: the gate passes`, seen)
  }
}

function goOn(state: Soaking, reading: GateReading, because: string, seen: Look): Decision {
  const { rollout, now } = seen
  const { suspected } = state
  if (rollout.paused) return seen.stay(state, { reading, because: `${because}; paused.` })
  if (state.wave === 0) return askApproval(state, 1, reading, because, seen)
  // R-136: while the canary's degradation is open nobody may approve; of a later wave nobody is asked.
  if (suspected)
    return seen.stay(state, {
      reading,
      because: `${because}; it waits until the degradation that ${suspected.name} suspects is cleared, or rolled back.`,
    })
  const next = state.wave + 1
  if (state.wave === COMPARED_WAVE && rollout.plan.arms) {
    if (!rollout.comparison?.pick) return compare(state, reading, because, seen)
    // Whoever picked has let it through; where a policy asks for more people, one is not enough.
    if (next < rollout.plan.waves.length && rollout.policy.approvalsNeeded > 1)
      return askApproval(state, next, reading, because, seen)
  }
  if (next < rollout.plan.waves.length)
    return seen.go(
      { phase: 'deploying', wave: next, since: now },
      `${because}. ${waveLabel(rollout.plan, next)} begins.`,
      { reading },
    )
  return seen.go({ phase: 'confirming', since: now }, `${because}. It was the last wave.`, { reading })
}

/** R-023: what is left of one arm needs no time to be compared. */
function compare({ wave }: Soaking, reading: GateReading, because: string, seen: Look): Decision {
  const { rollout, now } = seen
  const { compareSeconds } = rollout.policy
  const both = armsInPlay(rollout).length > 1
  return seen.go(
    { phase: 'comparing', wave, since: now, until: both ? plusSeconds(now, compareSeconds) : now },
    both
      ? `${because}. Its arms are compared for ${duration(compareSeconds)}; then a person picks.`
      : `${because}. One arm is left; a person picks it, or neither.`,
    { reading },
  )
}

/** R-018: after the canary's gate, before wave 1, a person other than the requester looks at frozen evidence. */
function askApproval(state: Soaking, wave: number, reading: GateReading, because: string, seen: Look): Decision {
  const { rollout, now, facts } = seen
  // B-04: whatever led here without it, nobody is asked before going back was seen.
  if (state.wave === 0 && rollout.policy.rollbackDrill && !state.drilled)
    return seen.go(
      { phase: 'deploying', wave: 0, since: now },
      `${because}, and its rollback drill is still to be done.`,
      { reading },
    )
  const expiresAt = plusSeconds(now, rollout.policy.approvalExpiresSeconds)
  const approval = facts.freshApprovalId
  return seen.go(
    { phase: 'awaiting-approval', wave, since: now, approval, expiresAt, ...carried(state) },
    `${because}. ${waveLabel(rollout.plan, wave)} waits for ${counted(rollout.policy.approvalsNeeded, 'approval')}.`,
    { reading, effects: [{ kind: 'request-approval', approval, wave, expiresAt, reading }] },
  )
}

/** Its wave is there, its site takes something new, and it can be heard: whether it is told is up to the pace. */
const canBeTold = (device: DeviceFacts) =>
  device.state === 'pending' && device.online && device.withheld === null && device.hold === null

function begin(device: DeviceFacts, admitted: ReadonlySet<DeviceFacts>, seen: Look): readonly DeviceChange[] {
  if (device.state !== 'pending') return []
  // Not judged as away either before its site may be touched at all.
  if (device.hold) return []
  if (device.withheld) return [skip(device, `Held back: ${device.withheld}`)]
  if (device.online) return admitted.has(device) ? [expose(device, 'rollout', seen.rollout.policy)] : []
  const silence = secondsBetween(latest(seen.facts.observingSince, device.lastSeenAt), seen.now)
  // A device that blinked a moment ago is not away yet.
  if (silence <= seen.rollout.policy.darkAfterSeconds) return []
  return [skip(device, 'Offline when its wave came; catches up when it returns.')]
}

function leftOut(devices: readonly DeviceFacts[], moves: readonly DeviceChange[]): string {
  const skipped = new Set(moves.filter((move) => move.state === 'skipped').map((move) => move.deviceId))
  const left = devices.filter((device) => skipped.has(device.deviceId))
  const held = left.filter((device) => device.withheld !== null).length
  const away = left.length - held
  return `${away > 0 ? `, ${away} offline and skipped` : ''}${held > 0 ? `, ${held} held back` : ''}`
}

/** The hold that ends first speaks for all. */
function heldBy(open: readonly DeviceFacts[]): string {
  const held = open.filter(({ state, hold }) => state === 'pending' && hold !== null)
  const [first] = held.flatMap(({ hold }) => (hold ? [hold] : [])).toSorted((a, b) => a.until - b.until)
  return first
    ? ` ${first.because}${held.length < open.length ? ` (${counted(held.length, 'device')} of them)` : ''}`
    : ''
}

const isOpen = (device: DeviceFacts) =>
  device.state === 'pending' || device.state === 'installing' || device.state === 'verifying'
