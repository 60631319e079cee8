import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { EnrolRequest } from '../protocol/enrol.ts'
import type { DeviceId } from '../protocol/ids.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'

/** DER of an Ed25519 SubjectPublicKeyInfo always starts with the same twelve bytes; 32 bytes of key follow. */
const ED25519_SPKI = /^MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=$/

/**
 * Takes a device into the registry under the key it made. Asking again with the same key is the same answer and costs no
 * use of the token, so that a lost answer is harmless; another key for a known id is refused.
 */
export async function enrolDevice(
  ctx: Pick<CommandContext, 'db' | 'now'>,
  request: EnrolRequest,
  tokenSha256: string,
): Promise<Ack<{ deviceId: DeviceId }>> {
  const { deviceId, publicKey, siteId, hardware } = request
  if (!ED25519_SPKI.test(publicKey)) return refuse('malformed', 'The public key is not an Ed25519 key in DER, base64.')
  return ctx.db.$transaction(async (tx) => {
    const token = await tx.enrolmentToken.findUnique({ where: { hash: tokenSha256 } })
    if (!token || token.expiresAt.getTime() <= ctx.now)
      return refuse('forbidden', 'The enrolment token is unknown or expired: ask an operator for a new one.')

    const known = await tx.device.findFirst({ where: { OR: [{ id: deviceId }, { publicKey }] } })
    if (known?.revokedAt) return refuse('forbidden', `Device ${known.id} was revoked: ask an operator to release it.`)
    if (known?.id === deviceId && known.publicKey === publicKey) return accept({ deviceId })
    if (known?.id === deviceId)
      return refuse(
        'conflict',
        `A device named ${deviceId} is enrolled with another key: choose another id or have that one removed.`,
      )
    if (known) return refuse('conflict', `This key belongs to device ${known.id}: keep its id or make a new key.`)

    if (!(await tx.site.findUnique({ where: { id: siteId } })))
      return refuse(
        'not-found',
        `There is no site ${siteId}: create it first, or enrol with the id of one that exists.`,
      )
    // Counted where it is spent: two devices showing the last use at once get one place.
    const spent = await tx.enrolmentToken.updateMany({
      where: { id: token.id, usesLeft: { gt: 0 } },
      data: { usesLeft: { decrement: 1 } },
    })
    if (spent.count === 0)
      return refuse('forbidden', 'The enrolment token has been used up: ask an operator for a new one.')

    await tx.device.create({
      data: {
        id: deviceId,
        name: request.name,
        siteId,
        ...hardware,
        labels: request.labels,
        capabilities: request.capabilities,
        publicKey,
        singlePointOfFailure: request.singlePointOfFailure,
        monitoringFidelity: request.monitoringFidelity,
        enrolledAt: new Date(ctx.now),
      },
    })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'device', id: deviceId, name: request.name },
      action: 'device.enrol',
      object: { kind: 'device', id: deviceId },
      deviceId,
      outcome: 'done',
      reason: `enrolled at ${siteId} with a token created by ${token.createdBy}`,
    })
    return accept({ deviceId })
  })
}
