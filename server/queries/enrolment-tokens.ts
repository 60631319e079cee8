import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import { Labels } from '../protocol/enrol.ts'
import { DeviceId, type Instant } from '../protocol/ids.ts'
import type { EnrolmentTokensView, TokenState } from '../protocol/views/enrolment-tokens-view.ts'
import type { Person } from '../protocol/views/person.ts'

const MOST_SHOWN = 100
const DEVICES_SHOWN = 50

/** Every token that was made lately, what it is good for and who enrolled with it. */
export async function enrolmentTokensView(
  db: PrismaClient,
  person: Person,
  now: Instant,
): Promise<EnrolmentTokensView> {
  const [tokens, sites, types, groups] = await Promise.all([
    db.enrolmentToken.findMany({
      orderBy: { createdAt: 'desc' },
      take: MOST_SHOWN,
      include: {
        keys: { orderBy: { since: 'desc' }, take: DEVICES_SHOWN, include: { device: { select: { name: true } } } },
      },
    }),
    db.site.findMany({ select: { id: true, name: true }, orderBy: { name: 'asc' } }),
    db.device.groupBy({ by: ['hardwareType'], orderBy: { hardwareType: 'asc' } }),
    db.$queryRaw<{ name: string }[]>`select distinct unnest("groups") as name from "Device" order by 1`,
  ])
  return {
    serverTime: now,
    tokens: tokens.map(
      ({ hash: _, keys, labels, replaces, expiresAt, lastUsedAt, revokedAt, createdAt, ...token }) => ({
        ...token,
        state: stateOf({ usesLeft: token.usesLeft, expiresAt, revokedAt }, now),
        labels: Labels.parse(labels),
        replaces: replaces === null ? null : DeviceId.parse(replaces),
        expiresAt: expiresAt.getTime() as Instant,
        lastUsedAt: lastUsedAt && (lastUsedAt.getTime() as Instant),
        createdAt: createdAt.getTime() as Instant,
        devices: keys.map(({ deviceId, device, since }) => ({
          id: DeviceId.parse(deviceId),
          name: device.name,
          at: since.getTime() as Instant,
        })),
      }),
    ),
    sites,
    hardwareTypes: types.map(({ hardwareType }) => hardwareType),
    groups: groups.map(({ name }) => name),
    act: mayOperate(person),
  }
}

function stateOf(token: { usesLeft: number; expiresAt: Date; revokedAt: Date | null }, now: Instant): TokenState {
  if (token.revokedAt) return 'revoked'
  if (token.usesLeft < 1) return 'used-up'
  return token.expiresAt.getTime() <= now ? 'expired' : 'good'
}
