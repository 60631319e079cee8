import type { RolloutRecord } from '../adapters/prisma/rollout-row.ts'
import { mayPick, needsReason, refuseArm } from '../domain/comparison/pick.ts'
import type { Rollout } from '../domain/rollout/rollout.ts'
import { type Arm, otherArm } from '../protocol/arm.ts'
import type { ArmView, ComparisonView, PickView } from '../protocol/views/comparison-view.ts'
import type { Person } from '../protocol/views/person.ts'

type Record = Pick<RolloutRecord, 'toSnapshot' | 'otherSnapshot'>

/** The two arms as they were planned and what came of them; null of a rollout that compares nothing. */
export function comparisonView(record: Record, { plan, comparison, state }: Rollout): ComparisonView | null {
  const { arms } = plan
  if (!arms || !comparison || !record.otherSnapshot) return null
  // From a pick of arm B on, what the rollout goes to is that arm's.
  const swapped = comparison.pick?.arm === 'b'
  const [a, b] = swapped ? [record.otherSnapshot, record.toSnapshot] : [record.toSnapshot, record.otherSnapshot]
  const armView = (arm: Arm, { id, release }: RolloutRecord['toSnapshot']): ArmView => ({
    name: release.name,
    version: release.version,
    snapshot: id,
    devices: plan.order.filter((one) => one.arm === arm).length,
  })
  return {
    ...comparison,
    a: armView('a', a),
    b: armView('b', b),
    pairs: arms.pairs.length,
    because: arms.because,
    unmatched: arms.unmatched,
    until: state.phase === 'comparing' ? state.until : null,
  }
}

/** Null while there is nothing to pick. */
export function pickView(rollout: Rollout, plannedBy: string | null, person: Person): PickView | null {
  const { comparison, plan, state } = rollout
  if (!comparison || state.phase !== 'comparing') return null
  const sizeOf = (arm: Arm) => plan.order.filter((one) => one.arm === arm).length
  return {
    may: mayPick({ ...rollout, plannedBy }, person),
    choices: [
      ...(['a', 'b'] as const).map((arm) => ({
        arm,
        refused: refuseArm(rollout, arm),
        against: needsReason(comparison, arm),
        devices: sizeOf(otherArm(arm)),
      })),
      {
        arm: 'neither',
        refused: null,
        against: needsReason(comparison, 'neither'),
        devices: sizeOf('a') + sizeOf('b'),
      },
    ],
  }
}
