import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { keyFingerprint } from '../adapters/prisma/key-fingerprint.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { EnrolRequest } from '../protocol/enrol.ts'
import type { Instant } from '../protocol/ids.ts'
import { audit } from './audit.ts'

export const MOST_WAITING = 1_000
/** Somebody who asked so recently is there and does not lose the place to a newcomer. */
const FRESH_MS = 5 * 60_000

export type Waiting = {
  readonly request: EnrolRequest
  readonly address: string
  readonly because: string
  readonly tokenId: string | null
}

/** Gives a device nobody vouches for a place in the lobby, or touches the one it has. The lobby has an end (reliability 1.5). */
export async function waitInLobby(
  tx: Prisma.TransactionClient,
  now: Instant,
  { request, address, because, tokenId }: Waiting,
): Promise<Ack<null>> {
  const { token: _, ...said } = request
  const { publicKey, deviceId } = said
  const seen = { deviceId, request: said, address, because, tokenId, lastSeenAt: new Date(now) }
  const { count } = await tx.lobbyEntry.updateMany({ where: { publicKey }, data: seen })
  if (count > 0) return accept(null)
  // One newcomer at a time, so that the last place is given once.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('lobby', 0))`
  const waiting = await tx.lobbyEntry.count({ where: { rejectedAt: null } })
  if (waiting >= MOST_WAITING && !(await dropOldest(tx, now)))
    return refuse('unavailable', `${MOST_WAITING} devices wait already: ask an operator to accept or reject some.`)
  const fingerprint = keyFingerprint(publicKey)
  await tx.lobbyEntry.create({ data: { fingerprint, publicKey, firstSeenAt: new Date(now), ...seen } })
  return accept(null)
}

async function dropOldest(tx: Prisma.TransactionClient, now: Instant): Promise<boolean> {
  const oldest = await tx.lobbyEntry.findFirst({
    where: { rejectedAt: null, lastSeenAt: { lt: new Date(now - FRESH_MS) } },
    orderBy: { lastSeenAt: 'asc' },
  })
  if (!oldest) return false
  await tx.lobbyEntry.delete({ where: { fingerprint: oldest.fingerprint } })
  await audit(tx, {
    at: now,
    actor: { kind: 'system', id: 'lobby', name: 'Lobby' },
    action: 'lobby.drop',
    object: { kind: 'lobby-entry', id: oldest.fingerprint },
    outcome: 'done',
    reason: `${oldest.deviceId} was last heard ${oldest.lastSeenAt.toISOString()}; its place went to a newcomer because ${MOST_WAITING} waited`,
  })
  return true
}
