import type { PrismaClient } from '../../../server/adapters/prisma/generated/client.ts'
import type { Instant } from '../../../server/protocol/ids.ts'
import { BENCH_REPORTED, benchReport } from '../ingest/report.ts'

const NOW = 1_800_000_000_000 as Instant

/**
 * 12 hardware types, 40 regions, 50 devices a site; statuses as wide as real reports make them, desired states, rollouts of
 * which some touched devices within the day, an audit with a row for each device they touched, and drift. Everything follows
 * from the row's number, so that every run asks the same fleet.
 */
export async function seedFleet(db: PrismaClient, devices: number): Promise<Instant> {
  const sites = Math.ceil(devices / 50)
  const at = new Date(NOW)
  await db.$executeRaw`
    insert into "Site" (id, name, region) select 'site-' || lpad(n::text, 4, '0'), 'Site ' || n, 'region-' || lpad((n % 40)::text, 2, '0')
    from generate_series(0, ${sites}::int - 1) n`
  await db.$executeRaw`
    insert into "Device" (id, name, "siteId", "hardwareType", architecture, labels, capabilities, "memoryMb", "diskMb", "publicKey", groups)
    select 'device-' || lpad(n::text, 6, '0'), 'Unit ' || md5(n::text), 'site-' || lpad((n % ${sites}::int)::text, 4, '0'),
      'type-' || lpad((n / 7 % 12)::text, 2, '0'), case n % 3 when 0 then 'amd64' else 'arm64' end,
      jsonb_build_object('env', (array['prod', 'prod', 'staging'])[n % 3 + 1], 'rack', 'r' || n % 20), '["dual-slot", "camera"]',
      4096, 32768, 'key-' || n, case when n % 10 = 0 then array['pilot'] when n % 4 = 0 then array['line-' || n % 6] else '{}' end
    from generate_series(0, ${devices}::int - 1) n`
  const { reported, health } = wideStatus()
  await db.$executeRaw`
    insert into "DeviceStatus" ("deviceId", online, "lastSeenAt", "onlineSince", "agentVersion", "runningVersion", reported, health,
      "healthStatus", "reportedAt", "diskPercent", "memoryPercent")
    select 'device-' || lpad(n::text, 6, '0'), n % 23 <> 0, ${at}::timestamptz - make_interval(secs => n % 600), ${at}, '0.1.0',
      (array['2.4.0', '2.4.0', '2.4.1', '2.3.9'])[n / 3 % 4 + 1], ${reported}::jsonb, ${health}::jsonb,
      (array['healthy', 'degraded', 'unhealthy'])[case when n % 41 = 0 then 2 when n % 97 = 0 then 3 else 1 end], ${at}, 30, 40
    from generate_series(0, ${devices}::int - 1) n where n % 33 <> 1`
  await seedReleases(db, devices, at)
  await seedRollouts(db, devices, at)
  await db.$executeRaw`
    insert into "DriftItem" ("deviceId", kind, key, cause, since)
    select 'device-' || lpad(n::text, 6, '0'), (array['config', 'version'])[n % 2 + 1], 'camera.exposure', 'local-edit', ${at}
    from generate_series(0, ${devices}::int - 1, 61) n`
  await db.$executeRaw`vacuum analyze`
  return NOW
}

async function seedReleases(db: PrismaClient, devices: number, at: Date): Promise<void> {
  for (const [n, version] of ['2.3.9', '2.4.0', '2.4.1'].entries()) {
    const [id, counter] = [`release-${n}`, n + 1]
    await db.release.create({
      data: { id, name: 'vision', version, counter, manifest: '{}', signature: '', keyId: '', createdBy: 'Bench' },
    })
    await db.snapshot.create({ data: { id: counter, contentHash: id, releaseId: id, config: {}, createdBy: 'Bench' } })
  }
  await db.$executeRaw`
    insert into "Desired" ("deviceId", generation, "snapshotId", reason, trial, "issuedAt")
    select 'device-' || lpad(n::text, 6, '0'), 3, n % 3 + 1, 'rollout', '{"starts": 3, "proveWithinSeconds": 120}', ${at}
    from generate_series(0, ${devices}::int - 1) n`
}

/** Six rollouts over a fifth of the fleet each; the newest two are under way and touched their devices within the day. */
async function seedRollouts(db: PrismaClient, devices: number, at: Date): Promise<void> {
  await db.$executeRaw`
    insert into "Rollout" (id, name, "toSnapshotId", "communicationPlan", policy, plan, state, phase, because, active, "createdBy", "createdByName", "createdAt")
    select 'rollout-' || r, 'Vision ' || r, r % 3 + 1, '', '{}', '{}', '{}', case when r < 2 then 'rolling' else 'completed' end, '',
      r < 2, 'bench', 'Bench', ${at}::timestamptz - make_interval(days => r) from generate_series(0, 5) r`
  await db.$executeRaw`
    insert into "RolloutDevice" ("rolloutId", "deviceId", index, wave, state, "exposedAt", "changedAt")
    select 'rollout-' || r, 'device-' || lpad(n::text, 6, '0'), n, n % 4, 5, ${at}::timestamptz - make_interval(hours => r * 20), ${at}
    from generate_series(0, 5) r, generate_series(0, ${devices}::int - 1) n where n % 5 = r % 5`
  // A row for each device they touched; between them, what people and the engine decided.
  await db.$executeRaw`
    insert into "AuditEntry" (at, "actorKind", "actorId", "actorName", action, "objectKind", "objectId", "rolloutId", "deviceId", outcome, reason)
    select ${at}::timestamptz - make_interval(secs => (${devices}::int - n) / 2), 'engine', 'engine', 'Engine',
      case when n % 997 = 0 then 'rollout.rolling' else 'device.expose' end, 'device', 'x', 'rollout-' || n % 6,
      case when n % 997 = 0 then null else 'device-' || lpad(n::text, 6, '0') end, 'done', 'Wave ' || n % 4 || ' began'
    from generate_series(0, ${devices}::int - 1) n`
}

function wideStatus(): { reported: string; health: string } {
  const report = benchReport(1, 1)
  return {
    reported: JSON.stringify(BENCH_REPORTED),
    health: JSON.stringify('health' in report ? report.health : null),
  }
}
