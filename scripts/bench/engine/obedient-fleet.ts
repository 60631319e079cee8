import type { PrismaClient } from '../../../server/adapters/prisma/generated/client.ts'
import type { Instant } from '../../../server/protocol/ids.ts'

/** Every connected device that was told something has done it by now, in one statement; answers how many. */
export function obey(db: PrismaClient, now: Instant): Promise<number> {
  return db.$executeRaw`
    update "DeviceStatus" s set generation = w.generation, "runningVersion" = r.version, "runningSha256" = a.sha256,
      "lastSeenAt" = ${new Date(now)}, "reportedAt" = ${new Date(now)},
      reported = jsonb_build_object('generation', w.generation, 'slot', 'b', 'standby', null,
        'update', jsonb_build_object('state', 'confirmed'),
        'running', jsonb_build_object('name', 'vision', 'version', r.version, 'sha256', a.sha256))
    from "Desired" w join "Device" d on d.id = w."deviceId" join "Snapshot" n on n.id = w."snapshotId"
    join "Release" r on r.id = n."releaseId",
      lateral (select repeat(md5(r.version || ' ' || d."hardwareType"), 2) as sha256) a
    where s."deviceId" = w."deviceId" and s.online and w.generation > s.generation`
}

/** What the exposed devices of a rollout measured just now, on what they run. */
export async function measure(db: PrismaClient, rollout: string, now: Instant, errors: number): Promise<void> {
  const at = new Date(now)
  await db.$executeRaw`
    insert into "DeviceSample" ("deviceId", at, sha256, requests, errors, latency, "cpuPercent", "memoryPercent", "memoryMb", reachable)
    select s."deviceId", ${at}, s."runningSha256", 120, ${errors}::int, '{"100": 60, "101": 60}', 20, 40, 410, true
    from "RolloutDevice" r join "DeviceStatus" s on s."deviceId" = r."deviceId" and s.online
    where r."rolloutId" = ${rollout} and r."exposedAt" is not null`
  await db.$executeRaw`
    update "DeviceStatus" s set "lastSeenAt" = ${at}, "reportedAt" = ${at} from "RolloutDevice" r
    where r."rolloutId" = ${rollout} and r."exposedAt" is not null and s."deviceId" = r."deviceId" and s.online`
}
