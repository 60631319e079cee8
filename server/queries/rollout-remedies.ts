import { z } from 'zod'
import type { Prisma } from '../adapters/prisma/generated/client.ts'
import {
  mayAskOverride,
  mayClear,
  mayConfirmOverride,
  mayRecord,
  mayRetry,
  suspectedIn,
} from '../domain/rollout/recovery-acts.ts'
import type { Rollout } from '../domain/rollout/rollout.ts'
import { stateByte } from '../protocol/device-state.ts'
import type { Instant } from '../protocol/ids.ts'
import type { Person } from '../protocol/views/person.ts'
import type { Remedies } from '../protocol/views/recovery-view.ts'

/** What may be done about a suspicion, an inconclusive gate and failed devices, and by whom. */
export async function rolloutRemedies(
  db: Prisma.TransactionClient,
  person: Person,
  now: Instant,
  rollout: Rollout,
): Promise<Remedies> {
  const suspected = suspectedIn(rollout.state)
  return {
    suspicion: suspected && { ...suspected, clear: mayClear(rollout, person) },
    override: await overrideOf(db, person, now, rollout),
    overrides: await overridesOf(db, rollout.id),
    retry: await retryOf(db, person, rollout),
  }
}

async function overrideOf(
  db: Prisma.TransactionClient,
  person: Person,
  now: Instant,
  rollout: Rollout,
): Promise<Remedies['override']> {
  const { state } = rollout
  if (state.phase !== 'halted' || state.trigger.rule !== 'inconclusive') return null
  const plan = await db.rolloutPlan.findFirst({ where: { rollout: { id: rollout.id } }, select: { createdBy: true } })
  const judged = { ...rollout, plannedBy: plan?.createdBy ?? null }
  const open = state.override && now < state.override.expiresAt
  return {
    asked: (open && state.override) || null,
    ask: mayAskOverride(judged, person, now),
    confirm: mayConfirmOverride(judged, person, now),
  }
}

const Confirmed = z.object({
  state: z.object({
    wave: z.int(),
    overridden: z.object({ asked: z.string(), confirmed: z.string(), reason: z.string() }),
  }),
})

/** From the audit, which keeps them whatever the rollout became. */
export async function overridesOf(db: Prisma.TransactionClient, rolloutId: string): Promise<Remedies['overrides']> {
  const rows = await db.auditEntry.findMany({
    where: { rolloutId, action: 'rollout.confirmOverride', outcome: 'done' },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ at, after }) => {
    const { wave, overridden } = Confirmed.parse(after).state
    return { at: at.getTime() as Instant, wave, ...overridden }
  })
}

async function retryOf(db: Prisma.TransactionClient, person: Person, rollout: Rollout): Promise<Remedies['retry']> {
  if ('trigger' in rollout.state) return null
  const [failed] = await db.$queryRaw<{ devices: number; newest: number | null }[]>`
    select count(*)::int as devices, max(("failure"->>'at')::float8) as newest from "RolloutDevice"
    where "rolloutId" = ${rollout.id} and "state" in (${stateByte('failed')}, ${stateByte('quarantined')})`
  if (!failed || failed.devices === 0) return null
  return {
    devices: failed.devices,
    may: mayRetry(rollout, person),
    record: mayRecord(rollout, person, failed.devices),
    explained: rollout.rootCauses.some((cause) => cause.at >= (failed.newest ?? 0)),
  }
}
