import { quantile } from '../../domain/gate/sketch.ts'
import { plusSeconds } from '../../domain/instant.ts'
import type { Instant } from '../../protocol/ids.ts'
import type { Plan } from '../../protocol/plan.ts'
import type { PresentLevel } from '../../protocol/views/new-rollout-view.ts'
import { Prisma } from './generated/client.ts'
import { toDate } from './rollout-row.ts'

/** As many canaries are asked; their figures are an example beside a limit, nothing is judged by them. */
const MOST_CANARIES = 100

/** Where the devices of a plan stand now: what the canaries measured in the window, and the fullest memory of all. */
export async function presentLevel(
  db: Prisma.TransactionClient,
  order: Plan['order'],
  windowSeconds: number,
  now: Instant,
): Promise<PresentLevel> {
  const canaries = order.flatMap(({ deviceId, wave }) => (wave === 0 ? [deviceId] : [])).slice(0, MOST_CANARIES)
  const window = Prisma.sql`
    "DeviceSample" s where s."deviceId" = any(${canaries}) and s."at" >= ${toDate(plusSeconds(now, -windowSeconds))}`
  const [sum] = await db.$queryRaw<[{ requests: number; errors: number; minutes: number }]>`
    select coalesce(sum(s."requests"), 0)::float8 as requests, coalesce(sum(s."errors"), 0)::float8 as errors,
      coalesce(extract(epoch from max(s."at") - min(s."at")) / 60, 0)::float8 as minutes
    from ${window}`
  const bins = await db.$queryRaw<{ bin: string; count: number }[]>`
    select b.key as bin, sum(b.value::float8) as count
    from (select s."latency" from ${window}) w cross join lateral jsonb_each_text(w."latency") b group by 1`
  const [fullest] = await db.$queryRaw<{ name: string; percent: number }[]>`
    select d."name", t."memoryPercent" as percent from unnest(${order.map(({ deviceId }) => deviceId)}::text[]) u(id)
    join "DeviceStatus" t on t."deviceId" = u.id join "Device" d on d."id" = u.id
    where t."memoryPercent" is not null order by t."memoryPercent" desc, d."id" limit 1`
  return {
    errorRate: sum.requests > 0 ? (100 * sum.errors) / sum.requests : null,
    p95Ms: quantile(Object.fromEntries(bins.map(({ bin, count }) => [bin, count])), 0.95),
    requestsPerMinute: sum.minutes > 0 ? sum.requests / sum.minutes : 0,
    memory: fullest ?? null,
  }
}
