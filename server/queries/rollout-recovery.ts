import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { recommendations } from '../domain/failure/recommendations.ts'
import { type Recovering, recoverySteps } from '../domain/failure/recovery-steps.ts'
import { mayRecord } from '../domain/rollout/recovery-acts.ts'
import type { Rollout } from '../domain/rollout/rollout.ts'
import { unexplained } from '../domain/rollout/unexplained.ts'
import { stateOfByte } from '../protocol/device-state.ts'
import type { Instant } from '../protocol/ids.ts'
import type { Person } from '../protocol/views/person.ts'
import type { RecoveryView } from '../protocol/views/recovery-view.ts'
import type { RolloutView } from '../protocol/views/rollout-view.ts'

/** R-125 … R-131 of a rollout whose rail sent devices back; null while nothing of it has failed. */
export async function rolloutRecovery(
  db: PrismaClient,
  person: Person,
  rollout: Rollout,
  because: string,
  pattern: RolloutView['failurePattern'],
): Promise<RecoveryView | null> {
  const { failure, rootCauses, state, target } = rollout
  if (!failure) return null
  const devices = await recovering(db, rollout)
  const steps = recoverySteps({ rollout, devices, pattern, because })
  if (!steps) return null
  return {
    steps: [...steps],
    rootCauses: [...rootCauses],
    unexplained: unexplained(rollout) !== null,
    record: mayRecord(rollout, person, 0),
    recommendations: [
      ...recommendations({
        target,
        pattern,
        rule: failure.rule,
        restored: 'restored' in state ? state.restored : null,
        owedRollback: devices.filter((device) => device.state === 'rolling-back' && !device.online).length,
        owedLogs: devices.filter((device) => device.failed && device.logAt === null).length,
        quarantined: devices.filter((device) => device.state === 'quarantined').length,
      }),
    ],
  }
}

async function recovering(db: PrismaClient, { id }: Rollout): Promise<readonly Recovering[]> {
  const rows = await db.$queryRaw<
    {
      state: number
      wave: number
      changedAt: Date
      online: boolean | null
      healthy: boolean | null
      failed: boolean
      logAt: Date | null
    }[]
  >`
    select r."state", r."wave", r."changedAt", s."online", s."healthStatus" = 'healthy' as healthy,
      coalesce(r."failure" <> 'null', false) as failed,
      (select max(l."at") from "DeviceLog" l where l."deviceId" = r."deviceId" and l."at" >= r."exposedAt"
        and l."generation" <= r."generation") as "logAt"
    from "RolloutDevice" r left join "DeviceStatus" s on s."deviceId" = r."deviceId"
    where r."rolloutId" = ${id} and r."exposedAt" is not null`
  return rows.map((row) => ({
    state: stateOfByte(row.state),
    wave: row.wave,
    changedAt: row.changedAt.getTime() as Instant,
    online: row.online ?? false,
    healthy: row.healthy ?? false,
    failed: row.failed,
    logAt: row.logAt ? (row.logAt.getTime() as Instant) : null,
  }))
}
