import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PrismaClient } from '../../../server/adapters/prisma/generated/client.ts'
import type { PreflightEnvironment } from '../../../server/adapters/prisma/preflight-environment.ts'
import type { CommandContext } from '../../../server/commands/command-context.ts'
import { createRollout } from '../../../server/commands/create-rollout.ts'
import { approve } from '../../../server/commands/decide-approval.ts'
import { ApprovalId, type Instant } from '../../../server/protocol/ids.ts'
import { artifactOf, sizeOf, TARGET, TYPES, VERSIONS } from '../plan/seed-releases.ts'
import { driveEngine } from './drive.ts'
import { measure, obey } from './obedient-fleet.ts'

const SIZES = new Map(VERSIONS.flatMap((version) => TYPES.map((type, n) => [artifactOf(version, type), sizeOf(n)])))
const ENVIRONMENT: PreflightEnvironment = {
  verifyManifest: () => true,
  artifactSize: async (sha256) => SIZES.get(sha256) ?? null,
}
const SILENT = {
  desired: () => {},
  sessions: () => {},
  keys: () => {},
  capture: () => {},
  states: () => {},
  changed: () => {},
}
/** How far the clock is put forward in a soak after each look. */
const STEP_SECONDS = 60

/** A rollout over the whole fleet, through every phase; or, when `turnAt` is given, until a wave of at least so many devices turns bad. */
export async function walk(db: PrismaClient, now: Instant, turnAt: number | null) {
  const context = (role: 'operator' | 'approver', at: Instant, id: string = role): CommandContext => ({
    db,
    person: { id, name: id, email: `${id}@x.test`, role },
    now: at,
    demo: false,
    tell: SILENT,
    nudge: () => {},
    newId: randomUUID,
  })
  const started = await createRollout(context('operator', now), {
    releaseId: TARGET,
    selector: '',
    canarySwaps: [],
    strategy: 'canary-rolling',
    rollbackTested: 'on the bench',
    communicationPlan: 'the bench',
    successCriteria: 'it is measured',
  })
  if (!started.ok) throw new Error(started.refusal.message)
  const { id } = started.value
  const engine = driveEngine(db, ENVIRONMENT, now)
  const cpu = process.cpuUsage()
  const began = performance.now()
  let triggered: { at: number; commands: number; devices: number } | null = null
  for (let phase = ''; ; ) {
    const row = await db.rollout.findUniqueOrThrow({ where: { id }, select: { phase: true, because: true } })
    if (row.phase !== phase) process.stderr.write(`${row.phase}: ${row.because}\n`)
    phase = row.phase
    if (phase === 'completed' || phase === 'rolled-back') break
    if (phase === 'awaiting-approval') await sayYes(db, id, (person) => context('approver', engine.clock.now(), person))
    await obey(db, engine.clock.now())
    const back = { rolloutId: id, exposedAt: { not: null } }
    const told: number = triggered ? 0 : await db.rolloutDevice.count({ where: back })
    if (turnAt !== null && !triggered && phase === 'soaking' && told >= turnAt) {
      await measure(db, id, engine.clock.now(), 60)
      triggered = { at: performance.now(), commands: engine.counted.commands, devices: told }
    }
    if (triggered && phase === 'verifying-rollback') break
    if (!triggered) await measure(db, id, engine.clock.now(), 0)
    // Soaks are hours; everything else takes as long as it takes.
    engine.forward(phase === 'soaking' && !triggered ? STEP_SECONDS : 0)
    const { looks } = engine.counted
    while (engine.counted.looks <= looks) await sleep(20)
  }
  await engine.stop()
  const { user, system } = process.cpuUsage(cpu)
  const { looks, decisions, rows, lastCommandAt } = engine.counted
  const seconds = (performance.now() - began) / 1000
  return {
    looks,
    decisions,
    rows,
    engineCpuSeconds: round((user + system) / 1e6),
    cpuMsPerLook: round((user + system) / 1000 / looks),
    decisionsPerSecond: round(decisions / seconds),
    rssMb: Math.round(process.memoryUsage.rss() / 2 ** 20),
    ...(triggered ? { wave: triggered.devices, triggerToLastCommandMs: Math.round(lastCommandAt - triggered.at) } : {}),
  }
}

const round = (value: number) => Math.round(value * 10) / 10

/** As many people as the policy asks for. */
async function sayYes(db: PrismaClient, rolloutId: string, as: (id: string) => CommandContext): Promise<void> {
  const open = await db.approval.findFirst({ where: { rolloutId, outcome: 'open' }, include: { decisions: true } })
  for (let n = open?.decisions.length ?? 0; open && n < open.needed; n++) {
    const body = { evidenceHash: open.evidenceHash, comment: 'measured' }
    const said = await approve(as(`approver-${n}`), ApprovalId.parse(open.id), body)
    if (!said.ok) throw new Error(said.refusal.message)
  }
}
