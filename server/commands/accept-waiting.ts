import type { EnrolmentToken, Prisma } from '../adapters/prisma/generated/client.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { AcceptWaiting, WaitingAccepted } from '../protocol/commands/lobby-acts.ts'
import { EnrolRequest, Labels } from '../protocol/enrol.ts'
import type { DeviceId } from '../protocol/ids.ts'
import { addDevice } from './add-device.ts'
import type { CommandContext } from './command-context.ts'
import { oneAtATime } from './enrol-device.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Takes devices out of the lobby into the registry, each by itself: one that does not fit keeps no other waiting. */
export async function acceptWaiting(
  ctx: CommandContext,
  { devices, groups }: AcceptWaiting,
): Promise<Ack<WaitingAccepted>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'accept a device')
  if (forbidden) return forbidden
  const accepted: DeviceId[] = []
  const refused: WaitingAccepted['refused'] = []
  for (const device of devices) {
    const ack = await ctx.db.$transaction((tx) => acceptOne(tx, ctx, device, groups))
    if (ack.ok) accepted.push(ack.value)
    else if (devices.length === 1) return ack
    else refused.push({ fingerprint: device.fingerprint, because: ack.refusal.message })
  }
  ctx.tell.changed('lobby')
  ctx.tell.changed('fleet')
  return accept({ accepted, refused })
}

async function acceptOne(
  tx: Prisma.TransactionClient,
  { now, person }: CommandContext,
  { fingerprint, ...wish }: AcceptWaiting['devices'][number],
  groups: readonly string[],
): Promise<Ack<DeviceId>> {
  const entry = await tx.lobbyEntry.findUnique({ where: { fingerprint }, include: { token: true } })
  if (!entry)
    return refuse('not-found', `No device with the fingerprint ${fingerprint} waits: it was decided, or gave up.`)
  const said = EnrolRequest.parse(entry.request)
  const deviceId = wish.deviceId ?? said.deviceId
  await oneAtATime(tx, { publicKey: said.publicKey, deviceId })
  if (await tx.device.findUnique({ where: { id: deviceId } }))
    return refuse(
      'conflict',
      `There is a device ${deviceId}: give this one another id, or open a replacement on that device's page if this is its new hardware.`,
    )
  const { token } = entry
  const siteId = wish.siteId ?? said.siteId ?? (token?.sites.length === 1 ? token.sites[0] : undefined)
  if (siteId === undefined) return refuse('malformed', `Say at which site ${deviceId} stands.`)
  if (!(await tx.site.findUnique({ where: { id: siteId } })))
    return refuse('not-found', `There is no site ${siteId}: choose one that exists for ${deviceId}.`)
  await spend(tx, token, now)
  await addDevice(
    tx,
    now,
    { kind: 'person', id: person.id, name: person.name },
    {
      deviceId,
      name: wish.name ?? said.name,
      siteId,
      said,
      groups: [...new Set([...(token?.groups ?? []), ...groups])],
      labels: Labels.parse(token?.labels ?? {}),
      tokenId: token?.id ?? null,
      because: `accepted at ${siteId} by ${person.name} from the lobby, where it waited because ${entry.because}`,
    },
  )
  return accept(deviceId)
}

/** A person's word outweighs a count that is used up. */
async function spend(tx: Prisma.TransactionClient, token: EnrolmentToken | null, now: number): Promise<void> {
  if (!token) return
  await tx.enrolmentToken.updateMany({
    where: { id: token.id, usesLeft: { gt: 0 } },
    data: { usesLeft: { decrement: 1 }, lastUsedAt: new Date(now) },
  })
}
