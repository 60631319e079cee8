import { type Arm, armName } from '../../protocol/arm.ts'
import type { GateReading, Verdict } from '../../protocol/evidence.ts'
import type { Instant } from '../../protocol/ids.ts'
import { armsJudged, isOut } from '../comparison/arms.ts'
import { evaluateGate, type GateInput, type Judgement } from '../gate/evaluate.ts'
import { NOTHING_MEASURED } from '../gate/measurement.ts'
import { wasExposed } from './expose.ts'
import type { Look } from './look.ts'
import type { Evidence } from './rollout.ts'

const NO_EVIDENCE: Evidence = { baseline: NOTHING_MEASURED, current: NOTHING_MEASURED }

type Soak = { until: Instant; deadline: Instant } | null

/** Evidence of the newest stretch of the wave, so that a late regression is not diluted by a good beginning. */
export function judgeWave(wave: number, soak: Soak, seen: Look): Judgement {
  const arms = armsJudged(seen.rollout)
  if (arms.length > 0) return together(arms.map((arm) => [arm, judgeArm(arm, wave, soak, seen)]))
  return evaluateGate({
    ...asked(wave, soak, seen),
    deployed: seen.devices.filter((device) => wasExposed(device) && !isOut(device, seen.rollout)),
    waveEvidence: seen.facts.waves.get(wave) ?? NO_EVIDENCE,
    deployedEvidence: seen.facts.deployed,
    perWave: [...seen.facts.waves].sort(([a], [b]) => a - b).map(([, evidence]) => evidence),
  })
}

/** each arm under the same rails as any wave, over all its devices; a good arm never makes up for a bad one. */
function judgeArm(arm: Arm, wave: number, soak: Soak, seen: Look): Judgement {
  const evidence = seen.facts.arms?.[arm] ?? NO_EVIDENCE
  return evaluateGate({
    ...asked(wave, soak, seen),
    deployed: seen.devices.filter((device) => device.arm === arm && wasExposed(device)),
    waveEvidence: evidence,
    deployedEvidence: evidence,
    perWave: [],
  })
}

const asked = (
  wave: number,
  soak: Soak,
  seen: Look,
): Pick<GateInput, 'wave' | 'policy' | 'window' | 'soak' | 'now'> => ({
  wave,
  policy: seen.rollout.policy,
  window: seen.facts.window,
  soak,
  now: seen.now,
})

const WORST: readonly Verdict[] = ['fail', 'inconclusive', 'wait', 'pass']

/** One reading of the arms: it passes when each of them does, and each row and breach says whose it is. */
function together(judged: readonly (readonly [Arm, Judgement])[]): Judgement {
  const readings = judged.map(([, { reading }]) => reading)
  const verdict = WORST.find((one) => readings.some((reading) => reading.verdict === one)) ?? 'wait'
  const [first] = readings as [GateReading]
  return {
    breaches: judged.flatMap(([arm, { breaches }]) => breaches.map((breach) => ({ ...breach, arm }))),
    reading: {
      ...first,
      coverage: {
        reporting: readings.reduce((sum, { coverage }) => sum + coverage.reporting, 0),
        eligible: readings.reduce((sum, { coverage }) => sum + coverage.eligible, 0),
      },
      verdict,
      because: wordsOf(judged, verdict),
      rows: judged.flatMap(([arm, { reading }]) => reading.rows.map((row) => ({ ...row, arm }))),
    },
  }
}

function wordsOf(judged: readonly (readonly [Arm, Judgement])[], verdict: Verdict): string {
  const deciding = judged.filter(([, { reading }]) => reading.verdict === verdict)
  const words = new Set(deciding.map(([, { reading }]) => reading.because))
  if (words.size === 1 && deciding.length === judged.length) return [...words].join('')
  return deciding.map(([arm, { reading }]) => `Arm ${armName(arm)}: ${reading.because}`).join(' ')
}
