import type { PrismaClient } from '../../../server/adapters/prisma/generated/client.ts'
import type { PreflightEnvironment } from '../../../server/adapters/prisma/preflight-environment.ts'
import { planPreflight } from '../../../server/adapters/prisma/rollout-preflight.ts'
import type { CommandContext } from '../../../server/commands/command-context.ts'
import { createRollout } from '../../../server/commands/create-rollout.ts'
import { planRollout } from '../../../server/commands/plan-rollout.ts'
import { previewRollout } from '../../../server/commands/preview-rollout.ts'
import { selectCanary } from '../../../server/domain/canary/select.ts'
import type { Instant } from '../../../server/protocol/ids.ts'
import { artifactOf, sizeOf, TARGET, TYPES, VERSIONS } from './seed-releases.ts'

const SIZES = new Map(VERSIONS.flatMap((version) => TYPES.map((type, n) => [artifactOf(version, type), sizeOf(n)])))

/** Signatures and a folder's two dozen sizes cost nothing that grows with the fleet. */
const ENVIRONMENT: PreflightEnvironment = {
  verifyManifest: () => true,
  artifactSize: async (sha256) => SIZES.get(sha256) ?? null,
}

const ASKED = {
  releaseId: TARGET,
  selector: '',
  canarySwaps: [],
  strategy: 'canary-rolling',
  rollbackTested: 'on the bench',
}

const silent = {
  desired: () => {},
  sessions: () => {},
  keys: () => {},
  capture: () => {},
  states: () => {},
  changed: () => {},
}

/** What the server does when a person changes a field, and when they start; milliseconds, the median of `runs`. */
export async function measure(db: PrismaClient, now: Instant, runs: number) {
  const ctx: CommandContext = {
    db,
    person: { id: 'bench', name: 'Bench', email: 'bench@x.test', role: 'operator' },
    now,
    demo: false,
    tell: silent,
    nudge: () => {},
    newId: () => 'bench',
  }
  const planned = await succeed(planRollout(db, ASKED, false, now))
  const { plan, policy, target, candidates } = planned
  const cohort = candidates.filter((device) => device.excluded === null)
  const planMs = await median('planMs', runs, () => planRollout(db, ASKED, false, now))
  const selectMs = await median('selectMs', runs, async () => selectCanary(cohort, policy.canaryPercent))
  const asked = {
    release: target.release,
    policy,
    order: plan.order,
    communicationPlan: null,
    rollbackWord: 'on the bench',
  }
  const preflightMs = await median('preflightMs', runs, () => planPreflight(db, asked, now, ENVIRONMENT))
  const unmet = (await planPreflight(db, asked, now, ENVIRONMENT)).filter((item) => !item.met)
  if (unmet.length > 0) throw new Error(`the bench fleet is no fleet to start on: ${unmet.map((item) => item.because)}`)
  const previewMs = await median('previewMs', runs, () =>
    succeed(previewRollout(ctx, ASKED, ENVIRONMENT)).then(JSON.stringify),
  )
  const previewBytes = JSON.stringify(await succeed(previewRollout(ctx, ASKED, ENVIRONMENT))).length
  const startMs = await median('startMs', 1, () =>
    succeed(createRollout(ctx, { ...ASKED, communicationPlan: 'the bench', successCriteria: 'it is measured' })),
  )
  return {
    planMs,
    selectMs,
    preflightMs,
    previewMs,
    startMs,
    previewBytes,
    planBytes: JSON.stringify(plan).length,
    cohort: plan.cohort,
    canaries: plan.canary.picks.length,
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
  }
}

async function median(name: string, runs: number, work: () => Promise<unknown>): Promise<number> {
  const took: number[] = []
  for (let run = 0; run < runs; run++) {
    const start = performance.now()
    await work()
    took.push(performance.now() - start)
  }
  took.sort((a, b) => a - b)
  const figure = Math.round((took[Math.floor((took.length - 1) / 2)] ?? 0) * 10) / 10
  process.stderr.write(`${name} ${figure}\n`)
  return figure
}

async function succeed<T>(
  ack: Promise<{ ok: true; value: T } | { ok: false; refusal: { message: string } }>,
): Promise<T> {
  const answer = await ack
  if (!answer.ok) throw new Error(answer.refusal.message)
  return answer.value
}
