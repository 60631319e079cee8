import type { Arm } from '../../protocol/arm.ts'
import type { Plan } from '../../protocol/plan.ts'
import type { RolloutState, Trigger } from '../../protocol/rollout-state.ts'
import { armsInPlay, armTitle, COMPARED_WAVE } from '../comparison/arms.ts'
import { counted } from '../counted.ts'
import type { Judgement } from '../gate/evaluate.ts'
import { errorRateDelta, p95Delta } from '../gate/interval.ts'
import { duration, plusSeconds } from '../instant.ts'
import { isExposed, newestExposedWave, sendBack, wasExposed } from './expose.ts'
import { judgeWave } from './judge-wave.ts'
import type { Look } from './look.ts'
import type { Decision, DeviceFacts } from './rollout.ts'
import { waveLabel } from './waves.ts'

type RollingBack = Extract<RolloutState, { phase: 'rolling-back' }>
type RolledBack = Extract<RolloutState, { phase: 'rolled-back' | 'aborted' }>
type Verifying = Extract<RolloutState, { phase: 'verifying-rollback' }>

/** A crossed rail acts at once: a wave rail sends its wave back, a fleet rail every deployed device; of two arms one goes. */
export function turnBack(wave: number, judged: Judgement, seen: Look): Decision | null {
  const [breach] = judged.breaches
  if (!breach) return null
  const trigger: Trigger = { rule: breach.rule, because: breach.row.because, at: seen.now }
  return beginRollback({ ...scopeOf(breach, seen), wave, trigger, end: 'rolled-back' }, seen, judged)
}

type Scope = { readonly scope: 'wave' | 'deployed' | 'arm'; readonly wave: number; readonly arm?: Arm | undefined }

/** The last arm that is left is everything deployed. */
function scopeOf({ arm, scope }: Judgement['breaches'][number], { rollout }: Look): Omit<Scope, 'wave'> {
  if (!arm) return { scope }
  return armsInPlay(rollout).length > 1 ? { scope: 'arm', arm } : { scope: 'deployed' }
}

export function beginRollback(
  to: Scope & { trigger: Trigger; end: 'rolled-back' | 'aborted' },
  seen: Look,
  judged: Judgement | null,
): Decision {
  const back = inScope(seen, to).filter(isExposed)
  const what = scopeLabel(seen.rollout.plan, to)
  return seen.go(
    { phase: 'rolling-back', ...to, since: seen.now },
    `${to.trigger.rule}: ${to.trigger.because} ${what} goes back (${counted(back.length, 'device')}).`,
    {
      devices: back.map((device) => sendBack(device, `Sent back: ${to.trigger.because}`)),
      reading: judged?.reading ?? null,
    },
  )
}

/** Wait for everyone who can be heard; who is away is owed the rollback and gets it first thing on return. */
export function decideRollingBack(state: RollingBack, seen: Look): Decision {
  const wider = escalate(state, seen)
  if (wider) return wider
  const scope = inScope(seen, state)
  // Exposed after the decision (an abort is written by a person, who sends nobody back himself).
  const missed = scope.filter(isExposed)
  if (missed.length > 0) {
    return seen.stay(state, {
      devices: missed.map((device) => sendBack(device, `Sent back: ${state.trigger.because}`)),
      because: `${counted(missed.length, 'device')} told to go back.`,
      wakeAt: seen.now,
    })
  }
  const going = scope.filter((device) => device.state === 'rolling-back')
  const reachable = going.filter((device) => device.online)
  if (reachable.length > 0)
    return seen.stay(state, {
      because: `Waiting for ${counted(reachable.length, 'device')} to be back on the old version.`,
    })
  const done = scope.filter((device) => device.state === 'rolled-back')
  const owed = going.length > 0 ? `, ${going.length} offline and owed` : ''
  if (scope.filter(wasExposed).length === 0) return finish(state, 'not-measured', whyNobody(state, seen), seen)
  const { phase: _, since: __, ...rest } = state
  return seen.go(
    {
      phase: 'verifying-rollback',
      ...rest,
      since: seen.now,
      until: plusSeconds(seen.now, seen.rollout.policy.rollbackVerifySeconds),
    },
    `${counted(done.length, 'device')} back on the old version${owed}; measuring whether it is as good as before.`,
  )
}

function whyNobody({ scope, wave }: RollingBack, { devices }: Look): string {
  const elsewhere = devices.filter(
    (device) => device.superseded && isExposed(device) && (scope === 'deployed' || device.wave === wave),
  )
  return elsewhere.length === 0
    ? 'No device had been touched.'
    : `A newer rollout has ${counted(elsewhere.length, 'device')} of this one in its plan: what it lets go is sent back then.`
}

/** R-069: after each rollback measure whether the baseline is restored; R-068: if not, the whole fleet goes back. */
export function decideVerifyingRollback(state: Verifying, seen: Look): Decision {
  const wider = escalate(state, seen)
  if (wider) return wider
  const { policy } = seen.rollout
  const { baseline, current } = seen.facts.restored
  const thin = current.requests < policy.gate.minRequests || baseline.requests < policy.gate.minRequests
  if (seen.now < state.until) {
    return seen.stay(state, { because: `Measuring the rolled-back devices: ${current.requests} requests so far.` })
  }
  if (thin)
    return finish(
      state,
      'not-measured',
      `${current.requests} requests measured; ${policy.gate.minRequests} are needed to say whether the baseline is restored.`,
      seen,
    )
  const errors = errorRateDelta(baseline, current)
  const latency = p95Delta(baseline, current)
  const errorsBad = errors !== null && errors.value > policy.gate.maxErrorRateIncreasePoints
  const latencyBad = latency !== null && latency.value > policy.gate.maxP95IncreasePercent
  if (!errorsBad && !latencyBad) {
    const took = duration((seen.now - state.trigger.at) / 1000)
    return finish(state, 'yes', `Error rate and latency are back at their baseline, ${took} after the trigger.`, seen)
  }
  const others = seen.devices.filter((device) => isExposed(device) && !device.superseded)
  if (state.scope !== 'deployed' && others.length > 0) {
    const trigger: Trigger = {
      rule: 'R-068',
      because: `Rolling the ${state.scope} back did not restore its baseline.`,
      at: seen.now,
    }
    return beginRollback({ scope: 'deployed', wave: state.wave, trigger, end: state.end }, seen, null)
  }
  return finish(
    state,
    'no',
    'The baseline is not restored although the old version runs again: look for another cause.',
    seen,
  )
}

/** A newer rollout may have held devices when this one went back: given up by it, they run what was rolled back here. */
export function decideRolledBack(state: RolledBack, seen: Look): Decision {
  const left = inScope(seen, { scope: 'deployed', wave: state.wave }).filter(isExposed)
  return seen.stay(state, { devices: left.map((device) => sendBack(device, `Sent back: ${state.trigger.because}`)) })
}

/** R-066: while one wave goes back, the earlier ones stay under the fleet's rail; while an arm does, the other under each. */
function escalate(state: RollingBack | Verifying, seen: Look): Decision | null {
  if (state.scope === 'deployed') return null
  const going = new Set(inScope(seen, state))
  const wave = newestExposedWave(seen.devices.filter((device) => !going.has(device)))
  if (wave === null) return null
  const judged = judgeWave(wave, null, seen)
  const fleet = judged.breaches.find((breach) => breach.scope === 'deployed' || state.scope === 'arm')
  if (!fleet) return null
  const trigger: Trigger = { rule: fleet.rule, because: fleet.row.because, at: seen.now }
  return beginRollback({ scope: 'deployed', wave: state.wave, trigger, end: state.end }, seen, null)
}

function finish(
  state: RollingBack | Verifying,
  restored: 'yes' | 'no' | 'not-measured',
  because: string,
  seen: Look,
): Decision {
  const others = seen.devices.filter((device) => isExposed(device) && !device.superseded)
  if (state.scope === 'arm' && state.arm && armsInPlay(seen.rollout).length > 0) {
    const { plan, comparison } = seen.rollout
    // What was deployed of the other arm is waited for, soaks and is judged once more: nothing it was owed was skipped.
    return seen.go(
      {
        phase: 'deploying',
        wave: comparison?.pick ? COMPARED_WAVE : Math.min(state.wave, COMPARED_WAVE),
        since: seen.now,
      },
      `${armTitle(plan, state.arm)} is back on the old version. ${because} ${comparison?.pick ? `Its devices take ${plan.arms?.[comparison.pick.arm].words}.` : 'The other arm goes on.'}`,
    )
  }
  if (state.scope === 'wave' && others.length > 0) {
    return seen.go(
      { phase: 'halted', wave: state.wave, since: seen.now, trigger: state.trigger, resume: 'nothing' },
      `${waveLabel(seen.rollout.plan, state.wave)} is back on the old version. ${because} ${counted(others.length, 'device')} of earlier waves keep the new one until a person decides.`,
    )
  }
  return seen.go({ phase: state.end, at: seen.now, wave: state.wave, trigger: state.trigger, restored }, because)
}

function inScope(seen: Look, { scope, wave, arm }: Scope): readonly DeviceFacts[] {
  return seen.devices.filter((device) => {
    if (device.superseded) return false
    return scope === 'deployed' || (scope === 'arm' ? device.arm === arm : device.wave === wave)
  })
}

/** What goes back, at the beginning of a sentence. */
export const scopeLabel = (plan: Plan, { scope, wave, arm }: Scope): string =>
  scope === 'wave' ? waveLabel(plan, wave) : scope === 'arm' && arm ? armTitle(plan, arm) : 'Every deployed device'
