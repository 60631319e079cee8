import { z } from 'zod'
import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { keyFingerprint } from '../adapters/prisma/key-fingerprint.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import type { DeviceId, Instant } from '../protocol/ids.ts'
import { IdentityView } from '../protocol/views/identity-view.ts'
import type { ActPermission, Person } from '../protocol/views/person.ts'

const ASKED: ActPermission = { allowed: false, because: 'It was asked already, and changes its key when it connects.' }
const TWO: ActPermission = { allowed: false, because: 'Two machines use its identity: either could keep it.' }
const Addresses = z.array(z.string())

/** Which key a device proves itself with and which it did before; null when there is no such device. */
export async function identityView(
  db: PrismaClient,
  person: Person,
  now: Instant,
  id: DeviceId,
): Promise<IdentityView | null> {
  const device = await db.device.findUnique({
    where: { id },
    include: {
      keys: { orderBy: { since: 'desc' }, take: 50 },
      discrepancies: { where: { kind: 'identity', resolvedAt: null }, orderBy: { seenAt: 'desc' }, take: 1 },
    },
  })
  if (!device) return null
  const replacement = await db.enrolmentToken.findFirst({
    where: { replaces: id, usesLeft: { gt: 0 }, revokedAt: null, expiresAt: { gt: new Date(now) } },
  })
  const active = device.keys.find(({ publicKey }) => publicKey === device.publicKey)
  const [duplicate] = device.discrepancies
  const may = mayOperate(person)
  const revoked: ActPermission = { allowed: false, because: 'The device is revoked.' }
  return {
    serverTime: now,
    deviceId: id,
    name: device.name,
    fingerprint: keyFingerprint(device.publicKey),
    enrolledAt: device.enrolledAt.getTime() as Instant,
    keys: device.keys.map(({ fingerprint, state, since, until, why, untilWhy }) => ({
      fingerprint,
      state: IdentityView.shape.keys.element.shape.state.parse(state),
      since: since.getTime() as Instant,
      until: until && (until.getTime() as Instant),
      why,
      untilWhy,
    })),
    revoked: device.revokedAt && { at: device.revokedAt.getTime() as Instant, reason: device.revokedReason ?? '' },
    duplicated: duplicate
      ? { since: duplicate.seenAt.getTime() as Instant, addresses: Addresses.parse(duplicate.reported) }
      : null,
    asked: active?.askedAt ? { at: active.askedAt.getTime() as Instant, by: active.askedBy ?? '' } : null,
    replacement: replacement && {
      expiresAt: replacement.expiresAt.getTime() as Instant,
      by: replacement.createdBy,
    },
    acts: {
      revoke: device.revokedAt ? revoked : may,
      replace: device.revokedAt ? revoked : may,
      changeKey: device.revokedAt ? revoked : duplicate ? TWO : active?.askedAt ? ASKED : may,
      readmit:
        person.role === 'owner'
          ? { allowed: true }
          : { allowed: false, because: 'Needs the role owner. Ask the owner to readmit it.' },
    },
  }
}
