import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import { DeviceId, type Instant } from '../protocol/ids.ts'
import type { ImportsView } from '../protocol/views/import-view.ts'
import type { Person } from '../protocol/views/person.ts'

const MOST_IMPORTS = 20
const MOST_EXPECTED = 200

/** Files that were read lately, and devices that were announced and never seen. */
export async function importsView(db: PrismaClient, person: Person, now: Instant): Promise<ImportsView> {
  const [imports, total, expected] = await Promise.all([
    db.registryImport.findMany({
      where: { state: { not: 'reading' } },
      orderBy: { createdAt: 'desc' },
      take: MOST_IMPORTS,
    }),
    db.expectedDevice.count(),
    db.expectedDevice.findMany({ include: { site: true }, orderBy: { id: 'asc' }, take: MOST_EXPECTED }),
  ])
  return {
    serverTime: now,
    imports: imports.map((row) => ({
      id: row.id,
      fileName: row.fileName,
      state: row.state === 'applied' ? 'applied' : 'draft',
      createdBy: row.createdBy,
      createdAt: row.createdAt.getTime() as Instant,
      rows: row.added + row.changed + row.unchanged + row.bad,
      bad: row.bad,
    })),
    expected: {
      total,
      devices: expected.map((device) => ({
        id: DeviceId.parse(device.id),
        name: device.name,
        site: device.site.name,
        hardwareType: device.hardwareType,
        keyFingerprint: device.keyFingerprint,
      })),
    },
    may: mayOperate(person),
  }
}
