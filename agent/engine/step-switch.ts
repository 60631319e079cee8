import { changeRoles } from './beside.ts'
import type { Moment } from './happening.ts'
import type { Plan } from './journal-record.ts'
import { andThen, asking, type Moved, stay, write } from './moved.ts'
import type { Beside, State } from './state.ts'
import { rollBack } from './step-rollback.ts'
import { confirm } from './step-trial.ts'
import { freshTrial } from './trial.ts'

const FIRST_PROBE_MS = 300
/** The agent judges first; the router acts only for one that is dead. */
const ROUTER_WAITS_SECONDS = 5

/** nothing is started and nothing ends. The promise is on the disk before the traffic moves. */
export function switchTraffic(state: State, beside: Beside, plan: Plan, moment: Moment): Moved {
  const { generation, fromSlot: back } = plan
  const armed = write(state, { step: 'switching', outcome: 'begun', generation, left: 0 }, moment)
  const seconds = plan.trial.windowSeconds + ROUTER_WAITS_SECONDS
  return andThen(armed, (s) =>
    asking(
      {
        ...changeRoles(s, beside, moment),
        update: { phase: 'proving', plan, left: 0, trial: freshTrial(moment.mono), exits: [] },
      },
      [
        { do: 'silence', alarm: 'restart' },
        { do: 'activate', slot: plan.toSlot, ...(back && { trial: { back, seconds } }) },
        { do: 'alarm', alarm: 'probe', afterMs: FIRST_PROBE_MS },
      ],
      `the traffic goes to slot ${plan.toSlot}`,
    ),
  )
}

/** healthy under the traffic; the router must agree before it is said, for it may have gone back already. */
export function onTrafficSettled(state: State, kept: boolean, moment: Moment): Moved {
  const { update } = state
  if (update?.phase !== 'proving') return stay(state)
  const { plan } = update
  return kept
    ? confirm(state, plan, `healthy with the traffic on it for ${plan.trial.minReadySeconds} s`, moment)
    : rollBack(state, plan, 'health-not-proven', 'the router had given the traffic back by itself', moment)
}
