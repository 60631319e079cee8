import type { Prisma } from '../adapters/prisma/generated/client.ts'
import type { Rollout } from '../domain/rollout/rollout.ts'
import type { GateReading } from '../protocol/evidence.ts'
import type { Instant } from '../protocol/ids.ts'
import type { WaveLane } from '../protocol/views/rollout-view.ts'
import type { LaneCounts } from './lane-counts.ts'

/** Each wave with what became of it; its place in the lanes follows from the waves before it. */
export async function waveLanes(
  db: Prisma.TransactionClient,
  rollout: Rollout,
  readings: readonly GateReading[],
  counts: LaneCounts,
): Promise<Omit<WaveLane, 'why'>[]> {
  const times = await db.rolloutDevice.groupBy({
    by: ['wave'],
    where: { rolloutId: rollout.id, exposedAt: { not: null } },
    _min: { exposedAt: true },
  })
  const began = new Map(times.map((one) => [one.wave, one._min.exposedAt?.getTime() as Instant | undefined]))
  let offset = 0
  return rollout.plan.waves.map((wave) => {
    const lane = {
      ...wave,
      offset,
      counts: counts.byWave.get(wave.wave) ?? {},
      verdict: verdictOf(rollout, wave.wave, began.has(wave.wave), readings),
      startedAt: began.get(wave.wave) ?? null,
      endedAt: endOf(wave.wave, rollout, readings),
    }
    offset += wave.devices
    return lane
  })
}

function verdictOf(
  { state }: Rollout,
  wave: number,
  begun: boolean,
  readings: readonly GateReading[],
): WaveLane['verdict'] {
  if (!begun) return 'not-started'
  if (hasPassed(state, wave)) return 'pass'
  const reading = readings.find((one) => one.wave === wave)
  const back =
    state.phase === 'rolling-back' ||
    state.phase === 'verifying-rollback' ||
    state.phase === 'rolled-back' ||
    state.phase === 'aborted'
  if (
    back &&
    ('scope' in state ? state.scope === 'deployed' || (state.scope === 'wave' && state.wave === wave) : true)
  ) {
    return reading?.verdict === 'fail' ? 'fail' : 'rolled-back'
  }
  switch (reading?.verdict) {
    case 'pass':
      return 'pass'
    case 'fail':
      return 'fail'
    case 'inconclusive':
      return 'inconclusive'
    default:
      return 'running'
  }
}

/** Only a passed gate lets a rollout go beyond a wave. */
function hasPassed(state: Rollout['state'], wave: number): boolean {
  switch (state.phase) {
    case 'deploying':
    case 'soaking':
    case 'awaiting-approval':
      return wave < state.wave
    case 'comparing':
      return wave <= state.wave
    case 'confirming':
    case 'completed':
      return true
    default:
      return false
  }
}

function endOf(wave: number, { state }: Rollout, readings: readonly GateReading[]): Instant | null {
  if ('wave' in state && state.wave === wave && state.phase !== 'awaiting-approval' && !('at' in state)) return null
  return readings.find((one) => one.wave === wave && one.verdict !== 'wait')?.at ?? null
}
