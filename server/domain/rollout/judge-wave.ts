import type { Instant } from '../../protocol/ids.ts'
import { evaluateGate, type Judgement } from '../gate/evaluate.ts'
import { NOTHING_MEASURED } from '../gate/measurement.ts'
import { wasExposed } from './expose.ts'
import type { Look } from './look.ts'
import type { Evidence } from './rollout.ts'

const NO_EVIDENCE: Evidence = { baseline: NOTHING_MEASURED, current: NOTHING_MEASURED }

/** Evidence of the newest stretch of the wave, so that a late regression is not diluted by a good beginning. */
export function judgeWave(wave: number, soak: { until: Instant; deadline: Instant } | null, seen: Look): Judgement {
  return evaluateGate({
    wave,
    policy: seen.rollout.policy,
    deployed: seen.devices.filter(wasExposed),
    waveEvidence: seen.facts.waves.get(wave) ?? NO_EVIDENCE,
    deployedEvidence: seen.facts.deployed,
    perWave: [...seen.facts.waves].sort(([a], [b]) => a - b).map(([, evidence]) => evidence),
    window: seen.facts.window,
    soak,
    now: seen.now,
  })
}
