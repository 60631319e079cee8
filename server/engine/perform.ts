import type { Decision, Effect, Rollout } from '../domain/rollout/rollout.ts'
import type { Tell } from './ports.ts'

/** Tells the connected ones what was committed. All of it can be read from the store again: a crash here costs only time. */
export function perform(tell: Tell, rollout: Rollout, decision: Decision): void {
  const told = decision.devices.filter((change) => change.desired !== null).map((change) => change.deviceId)
  if (told.length > 0) tell.desired(told)
  if (decision.devices.length > 0) tell.states(rollout.id, decision.devices)
  for (const effect of decision.effects) PERFORMERS[effect.kind](tell, rollout, effect as never)
  tell.changed(`rollout:${rollout.id}`)
  tell.changed('rollouts')
  tell.changed('fleet')
}

type Performers = {
  [K in Effect['kind']]: (tell: Tell, rollout: Rollout, effect: Extract<Effect, { kind: K }>) => void
}

const PERFORMERS: Performers = {
  'capture-baseline': () => {}, // done in the commit itself
  'request-approval': (tell) => tell.changed('approvals'),
  'close-approval': (tell) => tell.changed('approvals'),
  capture: (tell, rollout, { devices, forSeconds }) =>
    tell.capture(devices, rollout.policy.captureIntervalSeconds, forSeconds),
}
