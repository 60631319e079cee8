import type { RolloutState } from '../../protocol/rollout-state.ts'
import { counted } from '../counted.ts'
import { catchUp } from './catch-up.ts'
import { turnBack } from './decide-rollback.ts'
import { judgeWave } from './judge-wave.ts'
import type { Look } from './look.ts'
import type { Decision } from './rollout.ts'

type Confirming = Extract<RolloutState, { phase: 'confirming' }>

/** the last look over everything deployed; who was away is still caught up afterwards. */
export function decideConfirming(state: Confirming, seen: Look): Decision {
  const last = seen.rollout.plan.waves.length - 1
  const judged = judgeWave(last, { until: state.since, deadline: state.since }, seen)
  const back = turnBack(last, judged, seen)
  if (back) return back
  if (seen.rollout.paused) return seen.stay(state, { because: 'Every gate has passed; paused before it is confirmed.' })
  const running = seen.devices.filter((device) => device.state === 'healthy' || device.state === 'degraded').length
  const skipped = seen.devices.filter((device) => device.state === 'skipped').length
  const later = skipped > 0 ? ` ${counted(skipped, 'device')} will catch up when seen.` : ''
  return seen.go(
    { phase: 'completed', at: seen.now },
    `Confirmed: ${counted(running, 'device')} run ${seen.rollout.target}.${later}`,
    {
      devices: catchUp(seen, last),
    },
  )
}
