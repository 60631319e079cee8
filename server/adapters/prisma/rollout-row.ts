import { z } from 'zod'
import type { Rollout } from '../../domain/rollout/rollout.ts'
import { Comparison } from '../../protocol/comparison.ts'
import { GateReading } from '../../protocol/evidence.ts'
import { RolloutId } from '../../protocol/ids.ts'
import { Plan } from '../../protocol/plan.ts'
import { RolloutPolicy } from '../../protocol/policy.ts'
import { Paused, RolloutState, Trigger } from '../../protocol/rollout-state.ts'
import { RootCause } from '../../protocol/root-cause.ts'
import type { Prisma } from './generated/client.ts'

export const WITH_TARGET = {
  toSnapshot: { include: { release: true } },
  otherSnapshot: { include: { release: true } },
} as const satisfies Prisma.RolloutInclude
export type RolloutRecord = Prisma.RolloutGetPayload<{ include: typeof WITH_TARGET }>

/** Database JSON is `unknown` until parsed. Throws on a row this version cannot read. */
export const parseRollout = (row: RolloutRecord): Rollout => rolloutOf(row, Plan.parse(row.plan))

/** Beside a plan that was parsed before. */
export function rolloutOf(row: Omit<RolloutRecord, 'plan'>, plan: Plan): Rollout {
  return {
    id: RolloutId.parse(row.id),
    name: row.name,
    target: targetOf(row),
    policy: RolloutPolicy.parse(row.policy),
    plan,
    state: RolloutState.parse(row.state),
    paused: Paused.nullable().parse(row.paused),
    failure: Trigger.nullable().parse(row.failure),
    rootCauses: z.array(RootCause).parse(row.rootCauses),
    createdBy: row.createdBy,
    comparison: Comparison.nullable().parse(row.comparison),
  }
}

/** until a person has picked, it is one or the other. */
function targetOf({ toSnapshot, otherSnapshot, comparison }: Omit<RolloutRecord, 'plan'>): string {
  const words = ({ release }: RolloutRecord['toSnapshot']) => `${release.name} ${release.version}`
  const picked = Comparison.nullable().parse(comparison)?.pick
  return otherSnapshot && !picked ? `${words(toSnapshot)} or ${words(otherSnapshot)}` : words(toSnapshot)
}

/** For who asks about few devices: naming the places of all and of those left out is most of the megabytes. Throws when there is no such rollout. */
export async function planWithoutPlaces(db: Prisma.TransactionClient, id: RolloutId): Promise<Plan> {
  const [row] = await db.$queryRaw<{ plan: unknown }[]>`
    select "plan" || '{"order": [], "excluded": []}' as plan from "Rollout" where "id" = ${id}`
  return Plan.parse(row?.plan)
}

export const parseReadings = (json: unknown): readonly GateReading[] => z.array(GateReading).parse(json)

export const toDate = (instant: number) => new Date(instant)
