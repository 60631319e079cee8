import type { EnrolmentToken, Prisma } from '../adapters/prisma/generated/client.ts'
import { keyFingerprint } from '../adapters/prisma/key-fingerprint.ts'
import { judgeToken } from '../domain/enrolment/judge-token.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import { type EnrolRequest, Labels } from '../protocol/enrol.ts'
import { DeviceId, type Instant } from '../protocol/ids.ts'
import { addDevice } from './add-device.ts'
import { whyNotExpected } from './bind-expected.ts'
import type { CommandContext } from './command-context.ts'
import { knownKey } from './known-key.ts'
import { replaceHardware } from './replace-hardware.ts'
import { waitInLobby } from './wait-in-lobby.ts'

/** Where it came from, and the sha256 of the token it showed. */
export type Shown = { readonly address: string; readonly tokenSha256: string | null }
export type Enrolled =
  | { readonly is: 'enrolled'; readonly deviceId: DeviceId }
  | { readonly is: 'waiting'; readonly because: string }

/**
 * Takes a device that proved its key into the registry, or into the lobby when nobody vouches for it (D-11). Asking again
 * with the same key is the same answer and costs no use of the token, so that a lost answer is harmless.
 */
export async function enrolDevice(
  ctx: Pick<CommandContext, 'db' | 'now'>,
  request: EnrolRequest,
  shown: Shown,
): Promise<Ack<Enrolled>> {
  const { now } = ctx
  const { deviceId, publicKey } = request
  return ctx.db.$transaction(async (tx) => {
    await oneAtATime(tx, request)
    const known = await knownKey(tx, publicKey)
    if (known) return known.ok ? accept<Enrolled>({ is: 'enrolled', deviceId: known.value }) : known

    const hash = shown.tokenSha256
    const token = hash === null ? null : await tx.enrolmentToken.findUnique({ where: { hash } })
    const verdict = judgeToken(token && termsOf(token), hash !== null, request, now)
    const taken = await tx.device.findUnique({ where: { id: deviceId }, select: { id: true } })
    switch (verdict.is) {
      case 'misfit':
        return refuse('forbidden', verdict.because)
      case 'waits': {
        const because = taken ? `${verdict.because}, and asks for the id of an enrolled device` : verdict.because
        return wait(because, token?.id ?? null)
      }
      case 'replaces':
        if (!token || !(await spend(tx, token, now))) return wait('the token it showed is used up', token?.id ?? null)
        return enrolled(await replaceHardware(tx, now, verdict.deviceId, request, token))
      case 'vouches':
        if (taken)
          return refuse(
            'conflict',
            `A device named ${deviceId} is enrolled with another key: choose another id, or ask an operator to open a replacement for it.`,
          )
        return vouched(verdict.siteId)
    }

    async function wait(because: string, tokenId: string | null): Promise<Ack<Enrolled>> {
      const waits = await waitInLobby(tx, now, { request, address: shown.address, because, tokenId })
      return waits.ok ? accept<Enrolled>({ is: 'waiting', because }) : waits
    }

    async function vouched(siteId: string): Promise<Ack<Enrolled>> {
      const stranger = await whyNotExpected(tx, deviceId, keyFingerprint(publicKey))
      if (stranger) return wait(stranger, token?.id ?? null)
      if (!(await tx.site.findUnique({ where: { id: siteId } })))
        return refuse(
          'not-found',
          `There is no site ${siteId}: create it first, or enrol with the id of one that exists.`,
        )
      if (!token || !(await spend(tx, token, now))) return wait('the token it showed is used up', token?.id ?? null)
      await addDevice(
        tx,
        now,
        { kind: 'device', id: deviceId, name: request.name },
        {
          deviceId,
          name: request.name,
          siteId,
          said: request,
          groups: token.groups,
          labels: Labels.parse(token.labels),
          tokenId: token.id,
          because: `enrolled at ${siteId} with the token “${token.name}” of ${token.createdBy}`,
        },
      )
      return accept<Enrolled>({ is: 'enrolled', deviceId })
    }
  })
}

const enrolled = (ack: Ack<DeviceId>): Ack<Enrolled> =>
  ack.ok ? accept<Enrolled>({ is: 'enrolled', deviceId: ack.value }) : ack

/** Two that ask for the same identity, or show the same key, at once are looked at one after the other. */
export async function oneAtATime(
  tx: Prisma.TransactionClient,
  { publicKey, deviceId }: Pick<EnrolRequest, 'publicKey' | 'deviceId'>,
): Promise<void> {
  for (const what of [`key:${publicKey}`, `device:${deviceId}`])
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${what}, 0))`
}

/** Counted where it is spent: two devices showing the last use at once get one place. */
async function spend(tx: Prisma.TransactionClient, { id }: EnrolmentToken, now: Instant): Promise<boolean> {
  const { count } = await tx.enrolmentToken.updateMany({
    where: { id, usesLeft: { gt: 0 }, revokedAt: null },
    data: { usesLeft: { decrement: 1 }, lastUsedAt: new Date(now) },
  })
  return count > 0
}

const termsOf = (token: EnrolmentToken) => ({
  sites: token.sites,
  hardwareTypes: token.hardwareTypes,
  needsAcceptance: token.needsAcceptance,
  replaces: token.replaces === null ? null : DeviceId.parse(token.replaces),
  usesLeft: token.usesLeft,
  expiresAt: token.expiresAt.getTime() as Instant,
  revokedAt: token.revokedAt === null ? null : (token.revokedAt.getTime() as Instant),
})
