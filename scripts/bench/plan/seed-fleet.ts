import type { PrismaClient } from '../../../server/adapters/prisma/generated/client.ts'
import type { Instant } from '../../../server/protocol/ids.ts'
import { benchReport } from '../ingest/report.ts'
import { seedReleases } from './seed-releases.ts'

const NOW = 1_800_000_000_000 as Instant

/**
 * 12 hardware types, 40 regions, 50 devices a site: an eighth in redundant pairs, half in groups, 4 % offline, 1 % single
 * points of failure, and of the rest what keeps single devices out of a plan or a canary. An hour of telemetry in six samples
 * a device, three rollouts in the days before over a third of the fleet each, and a week of availability. Everything follows from the row's number, so that every run plans the same fleet.
 */
export async function seedFleet(db: PrismaClient, devices: number): Promise<Instant> {
  const sites = Math.ceil(devices / 50)
  const at = new Date(NOW)
  await db.$executeRaw`
    insert into "Site" (id, name, region) select 'site-' || lpad(n::text, 5, '0'), 'Site ' || n, 'region-' || lpad((n % 40)::text, 2, '0')
    from generate_series(0, ${sites}::int - 1) n`
  const names = await db.site.findMany({ select: { id: true }, orderBy: { id: 'asc' } })
  await seedReleases(
    db,
    names.map(({ id }) => id),
    at,
  )
  await seedRegistry(db, devices, sites)
  await seedStatus(db, devices, at)
  await seedExceptions(db, devices, at)
  await seedPast(db, devices, at)
  await db.$executeRaw`
    insert into "DeviceSample" ("deviceId", at, sha256, requests, errors, latency, "cpuPercent", "memoryPercent", "memoryMb", reachable)
    select s."deviceId", ${at}::timestamptz - make_interval(secs => 300 + 500 * k), s."runningSha256", 120, k % 2, '{"100": 60, "101": 60}',
      20, 40, 410, true
    from "DeviceStatus" s, generate_series(0, 5) k`
  await db.$executeRaw`vacuum analyze`
  return NOW
}

async function seedRegistry(db: PrismaClient, devices: number, sites: number): Promise<void> {
  await db.$executeRaw`
    insert into "Device" (id, name, "siteId", "hardwareType", architecture, labels, capabilities, "memoryMb", "diskMb", "publicKey",
      groups, "redundancyGroup", "singlePointOfFailure", "monitoringFidelity")
    select 'device-' || lpad(n::text, 7, '0'), 'Unit ' || md5(n::text), 'site-' || lpad(site::text, 5, '0'),
      'type-' || lpad(type::text, 2, '0'), case when type < 9 then 'arm64' else 'x64' end,
      jsonb_build_object('env', (array['prod', 'prod', 'staging'])[n % 3 + 1], 'rack', 'r' || n % 20), '["dual-slot", "camera"]',
      4096, 32768, 'key-' || n,
      case when n % 10 = 0 then array['pilot', 'line-' || n % 6] when n % 5 < 2 then array['line-' || n % 6] else '{}' end,
      case when place < 6 then 'pair-' || site || '-' || place / 2 end, n % 101 = 0, 1 + n % 5
    from generate_series(0, ${devices}::int - 1) n, lateral (select n % ${sites}::int as site, n / ${sites}::int as place, n / 7 % 12 as type) x`
  await db.$executeRaw`
    insert into "DeviceInventory" ("deviceId", inventory, at)
    select id, '{"mechanisms": ["dual-slot"], "capabilities": ["dual-slot", "camera"], "resources": []}', now() from "Device"`
}

/** Three quarters run 2.4.0, the rest 2.3.9; one in a hundred is there already. */
async function seedStatus(db: PrismaClient, devices: number, at: Date): Promise<void> {
  const report = benchReport(1, 1)
  const health = JSON.stringify('health' in report ? report.health : null)
  await db.$executeRaw`
    insert into "Desired" ("deviceId", generation, "snapshotId", reason, trial, "issuedAt")
    select 'device-' || lpad(n::text, 7, '0'), 3, case when n % 100 = 7 then 3 when n % 4 = 0 then 1 else 2 end, 'rollout',
      '{"starts": 3, "proveWithinSeconds": 120}', ${at}
    from generate_series(0, ${devices}::int - 1) n`
  await db.$executeRaw`
    insert into "DeviceStatus" ("deviceId", online, "lastSeenAt", "onlineSince", "agentVersion", generation, "runningVersion", "runningSha256",
      reported, health, "healthStatus", "reportedAt", "diskPercent", "memoryPercent")
    select d.id, n % 25 <> 0, ${at}::timestamptz - make_interval(secs => n % 200), ${at}, '0.1.0', 3, r.version, sha.sha256,
      jsonb_build_object('generation', 3, 'slot', 'a', 'standby', null, 'update', jsonb_build_object('state', 'confirmed'),
        'running', jsonb_build_object('name', 'vision', 'version', r.version, 'sha256', sha.sha256)),
      ${health}::jsonb, case when n % 97 = 0 then 'degraded' else 'healthy' end, ${at}, 30, 40
    from "Device" d, lateral (select substr(d.id, 8)::int as n) x, "Desired" w, "Snapshot" s, "Release" r,
      lateral (select repeat(md5(r.version || ' ' || d."hardwareType"), 2) as sha256) sha
    where w."deviceId" = d.id and s.id = w."snapshotId" and r.id = s."releaseId" and n < ${devices}::int`
}

/** What a plan has to leave out or pass over, some of each. */
async function seedExceptions(db: PrismaClient, devices: number, at: Date): Promise<void> {
  await db.$executeRaw`
    insert into "KnownIssue" (id, "deviceId", title, owner, "createdBy", "createdAt", "expiresAt")
    select 'issue-' || n, 'device-' || lpad(n::text, 7, '0'), 'flaky power', 'olive', 'bench', ${at}, ${at}::timestamptz + interval '7 days'
    from generate_series(3, ${devices}::int - 1, 203) n`
  await db.$executeRaw`
    insert into "Discrepancy" ("deviceId", kind, expected, reported, "seenAt")
    select 'device-' || lpad(n::text, 7, '0'), 'memory', '4096', '2048', ${at} from generate_series(5, ${devices}::int - 1, 307) n`
  await db.$executeRaw`
    update "Device" set "quarantinedAt" = ${at}, "quarantineReason" = 'crashes on boot' where substr(id, 8)::int % 503 = 9`
}

/** What forecasts are made from; long over, so that no baseline is cut. */
async function seedPast(db: PrismaClient, devices: number, at: Date): Promise<void> {
  await db.$executeRaw`
    insert into "Rollout" (id, name, "toSnapshotId", "communicationPlan", policy, plan, state, phase, because, active, "createdBy",
      "createdByName", "createdAt", "startedAt")
    select 'past-' || r, 'Vision ' || r, 2, '', '{}', '{}', '{}', 'completed', '', false, 'bench', 'Bench',
      began, began from generate_series(0, 2) r, lateral (select ${at}::timestamptz - make_interval(days => r + 1) as began) b`
  await db.$executeRaw`
    insert into "RolloutDevice" ("rolloutId", "deviceId", index, wave, state, "fromSnapshotId", "exposedAt", "onTargetSince", "changedAt")
    select 'past-' || n % 3, 'device-' || lpad(n::text, 7, '0'), n / 3, n % 4, 3, 1, o."startedAt",
      o."startedAt" + make_interval(secs => 20 + n % 90), o."startedAt" + interval '5 minutes'
    from generate_series(0, ${devices}::int - 1) n join "Rollout" o on o.id = 'past-' || n % 3`
  await db.$executeRaw`
    insert into "FleetAvailability" (hour, "hardwareType", region, devices, away)
    select date_trunc('hour', ${at}::timestamptz) - make_interval(hours => h), "hardwareType", region, devices, devices / 25
    from (select "hardwareType", region, count(*) as devices from "FleetRow" group by 1, 2) s, generate_series(1, 160) h`
}
