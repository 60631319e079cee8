import type { Prisma } from '../adapters/prisma/generated/client.ts'
import type { PreflightEnvironment } from '../adapters/prisma/preflight-environment.ts'
import { presentLevel } from '../adapters/prisma/present-level.ts'
import { planPreflight, wordSentence } from '../adapters/prisma/rollout-preflight.ts'
import { siteHolds } from '../adapters/prisma/site-holds.ts'
import { worstCase } from '../domain/rollout/worst-case.ts'
import { type Ack, accept } from '../protocol/ack.ts'
import type { PreviewRollout } from '../protocol/commands/create-rollout.ts'
import type { Instant } from '../protocol/ids.ts'
import type { Plan } from '../protocol/plan.ts'
import type { PlanPreview } from '../protocol/views/new-rollout-view.ts'
import type { CommandContext } from './command-context.ts'
import { type PlannedRollout, planRollout } from './plan-rollout.ts'

/** A page asks after every change: more places than this are megabytes that nobody reads. A saved plan holds all of them. */
const MOST_PLACES = 10_000

/** What this choice would touch: plan, bytes, time and pre-flight. Nothing is written, so whoever may look may ask. */
export async function previewRollout(
  ctx: CommandContext,
  asked: PreviewRollout,
  environment: PreflightEnvironment,
): Promise<Ack<PlanPreview>> {
  const planned = await planRollout(ctx.db, asked, ctx.demo, ctx.now)
  if (!planned.ok) return planned
  const { plan, policy, target, other } = planned.value
  const preflight = await planPreflight(
    ctx.db,
    {
      release: target.release,
      other: other?.release,
      policy,
      order: plan.order,
      communicationPlan: asked.communicationPlan ?? null,
      rollbackWord: asked.rollbackTested ? wordSentence({ name: ctx.person.name, how: asked.rollbackTested }) : null,
    },
    ctx.now,
    environment,
  )
  const preview = await previewOf(ctx.db, planned.value, preflight, ctx.now)
  return accept(plan.order.length > MOST_PLACES ? { ...preview, plan: { ...plan, order: [] } } : preview)
}

/** What is shown of a plan: what it touches, what it moves, how long it takes and what it risks. */
export async function previewOf(
  db: Prisma.TransactionClient,
  { plan, policy, candidates, ahead }: PlannedRollout,
  preflight: PlanPreview['preflight'],
  now: Instant,
): Promise<PlanPreview> {
  const inPlan = new Set(plan.order.map((one) => one.deviceId))
  const devices = candidates.filter((device) => inPlan.has(device.deviceId))
  return {
    serverTime: now,
    plan,
    offline: devices.filter((device) => !device.online).length,
    from: tally(devices.map((device) => device.running ?? 'unknown')),
    bytesToMove: devices.reduce((sum, device) => sum + device.bytes, 0),
    estimate: estimate(plan),
    expectedOffline: plan.waves.reduce((sum, wave) => sum + (wave.forecast?.offline ?? 0), 0),
    holds: await holdsOf(db, devices, now),
    ahead: [...ahead],
    worstCase: worstCase(
      plan.waves.map((wave) => wave.devices),
      policy,
    ),
    present: await presentLevel(db, plan.order, policy.baselineWindowSeconds, now),
    preflight,
  }
}

async function holdsOf(
  db: Prisma.TransactionClient,
  devices: readonly { siteId: string }[],
  now: Instant,
): Promise<PlanPreview['holds']> {
  const bySite = Map.groupBy(devices, ({ siteId }) => siteId)
  return [...(await siteHolds(db, [...bySite.keys()], now))]
    .map(([site, hold]) => ({ ...hold, devices: bySite.get(site)?.length ?? 0 }))
    .toSorted((a, b) => b.devices - a.devices || a.until - b.until)
}

/** Waves follow each other; where their times come from is said by the one that takes longest. */
function estimate({ waves }: Plan): PlanPreview['estimate'] {
  const forecasts = waves.flatMap((wave) => wave.forecast ?? [])
  const longest = forecasts.toSorted((a, b) => b.highSeconds - a.highSeconds)[0]
  return {
    low: forecasts.reduce((sum, one) => sum + one.lowSeconds, 0),
    high: forecasts.reduce((sum, one) => sum + one.highSeconds, 0),
    because: longest?.because ?? '',
  }
}

function tally(versions: readonly string[]): { version: string; devices: number }[] {
  const counts = Map.groupBy(versions, (version) => version)
  return [...counts]
    .map(([version, all]) => ({ version, devices: all.length }))
    .toSorted((a, b) => b.devices - a.devices || (a.version < b.version ? -1 : 1))
}
