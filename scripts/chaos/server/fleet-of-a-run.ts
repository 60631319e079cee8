import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { packFactory } from '../../../agent/fleet/fleet.ts'
import { DEMO_PASSWORD, DEMO_PEOPLE } from '../../../server/adapters/auth/demo-people.ts'
import type { PrismaClient } from '../../../server/adapters/prisma/generated/client.ts'
import type { CommandContext } from '../../../server/commands/command-context.ts'
import { approve } from '../../../server/commands/decide-approval.ts'
import { resumeRollout } from '../../../server/commands/resume-rollout.ts'
import { rollBackRollout } from '../../../server/commands/roll-back-rollout.ts'
import { DEMO_POLICY } from '../../../server/domain/rollout/default-policies.ts'
import { ApprovalId, Instant, RolloutId, Sha256 } from '../../../server/protocol/ids.ts'
import { sampleRelease, type VariantName } from '../../artifact/sample-release.ts'
import { type ApiClient, signIn } from '../../demo/api-client.ts'
import { type Devices, startDevices } from './devices.ts'
import type { House } from './house.ts'

/**
 * As fast as the engine's own clockwork allows: what is tried is not how long a soak is. What a slow machine delays has long
 * limits, so that nothing but a fault stops a rollout, and enough requests are counted that one unlucky one decides nothing.
 */
const HASTE = {
  canarySoakSeconds: 1,
  waveSoakSeconds: 1,
  gateGraceSeconds: 240,
  installTimeoutSeconds: 240,
  baselineMinRequests: 1,
  darkAfterSeconds: 120,
  rollbackVerifySeconds: 6,
  captureIntervalSeconds: 0.5,
  wavePercents: [25],
  trial: { ...DEMO_POLICY.trial, windowSeconds: 120, minReadySeconds: 0.5, intervalSeconds: 0.25, timeoutSeconds: 1 },
  gate: { ...DEMO_POLICY.gate, minRequests: 40 },
}

export type Town = {
  readonly house: House
  readonly operator: ApiClient
  readonly token: string
  readonly factory: string
  readonly artifacts: Map<string, Buffer>
  /** no two rollouts bring the same */
  freshVersion(): string
}

export type UnderWay = {
  readonly id: RolloutId
  readonly target: Sha256
  readonly variant: VariantName
  readonly devices: Devices
}

/** What all runs share: people, a token to enrol with, and the release devices leave the factory with. */
export async function openTown(house: House): Promise<Town> {
  const [server] = house.servers
  const operator = await signIn(server?.address ?? '', DEMO_PEOPLE[0].email, DEMO_PASSWORD)
  const { token } = z
    .object({ token: z.string() })
    .parse(await operator.post('/enrolment-tokens', { uses: 10_000, hours: 24 }))
  let published = 0
  const town: Town = {
    house,
    operator,
    token,
    factory: await packFactory(house.folder),
    artifacts: new Map(),
    freshVersion: () => `1.${++published}.0`,
  }
  await publish(town, '1.0.0', 'good')
  return town
}

/** Fresh devices that measured themselves for a while, and a rollout of a fresh release over them that has just begun. */
export async function begin(town: Town, name: string, count: number, variant: VariantName): Promise<UnderWay> {
  const { house, operator, token, factory, artifacts } = town
  await operator.post('/sites', { id: name, name, region: 'here', timeZone: 'UTC' })
  const devices = await startDevices({
    count,
    site: name,
    servers: house.servers.map(({ address }) => address),
    token,
    folder: house.folder,
    factory,
    artifacts,
    seed: name,
  })
  const { releaseId, target } = await publish(town, town.freshVersion(), variant)
  await measured(house, name, count)
  const { id } = z.object({ id: RolloutId }).parse(
    await operator.post('/rollouts', {
      releaseId,
      selector: `site:${name}`,
      policy: { ...DEMO_POLICY, wavePercents: HASTE.wavePercents },
      communicationPlan: 'Nobody is told: this is a trial.',
      successCriteria: 'It arrives, or it is undone.',
      rollbackTested: 'in the last run',
    }),
  )
  await house.db.$executeRaw`update "Rollout" set policy = policy || ${JSON.stringify(HASTE)}::jsonb where id = ${id}`
  return { id, target, variant, devices }
}

async function publish({ operator, artifacts }: Town, version: string, variant: VariantName) {
  const { packed, release } = sampleRelease(version, variant)
  await operator.upload(`/artifacts/${packed.sha256}`, packed.bytes)
  artifacts.set(packed.sha256, Buffer.from(packed.bytes))
  const published = await operator.post('/releases', { ...release, notes: '' })
  return { releaseId: z.object({ id: z.string() }).parse(published).id, target: Sha256.parse(packed.sha256) }
}

/** Waits until every device is connected and known, and gives it a past long enough for a baseline. */
async function measured({ db }: House, site: string, count: number): Promise<void> {
  await until(async () => {
    const known = await db.desired.count({ where: { device: { siteId: site, status: { online: true } } } })
    return known === count
  }, `the devices of ${site} to be connected`)
  await db.$executeRaw`
    insert into "DeviceSample" ("deviceId", at, sha256, requests, errors, latency, "cpuPercent", "memoryPercent", "memoryMb", reachable)
    select s."deviceId", clock_timestamp() - make_interval(secs => k), s."runningSha256", 200, 0, '{"150": 200}', 20, 40, 60, true
    from "DeviceStatus" s join "Device" d on d.id = s."deviceId", generate_series(2, 50, 4) k where d."siteId" = ${site}`
}

/** Does what a rollout waits for a person to do, as people at consoles that always find a server. */
export async function attend({ house: { db } }: Town, rollout: RolloutId): Promise<void> {
  const { phase, state } = await db.rollout.findUniqueOrThrow({ where: { id: rollout } })
  if (phase === 'awaiting-approval') {
    const open = await db.approval.findFirst({ where: { rolloutId: rollout, outcome: 'open' } })
    if (!open) return
    const read = { evidenceHash: open.evidenceHash, comment: 'read' }
    await approve(await asPerson(db, 'approver'), ApprovalId.parse(open.id), read)
  }
  if (phase !== 'halted') return
  const olive = await asPerson(db, 'operator')
  if (Halted.parse(state).resume === 'nothing') await rollBackRollout(olive, rollout, { reason: 'its wave failed' })
  else await resumeRollout(olive, rollout, { reason: 'looked at' })
}

const Halted = z.looseObject({ resume: z.string() })

async function asPerson(db: PrismaClient, role: 'operator' | 'approver'): Promise<CommandContext> {
  const { email } = DEMO_PEOPLE[role === 'operator' ? 0 : 1]
  const { id, name } = await db.user.findUniqueOrThrow({ where: { email } })
  const [{ now }] = await db.$queryRaw<[{ now: Date }]>`select clock_timestamp() as now`
  return {
    db,
    person: { id, name, email, role },
    now: Instant.parse(now.getTime()),
    demo: true,
    tell: SILENT,
    nudge: () => {},
    newId: randomUUID,
  }
}

const SILENT = {
  desired: () => {},
  sessions: () => {},
  keys: () => {},
  capture: () => {},
  states: () => {},
  changed: () => {},
}

/** Throws when it does not come true in time. The database may be away in between. */
export async function until(isTrue: () => Promise<boolean>, what: string, withinMs = 90_000): Promise<void> {
  const end = performance.now() + withinMs
  for (;;) {
    if (await isTrue().catch(() => false)) return
    if (performance.now() > end) throw new Error(`waited ${withinMs / 1000} s in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
