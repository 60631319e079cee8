import { createHash } from 'node:crypto'
import type { Context, Hono } from 'hono'
import { enrolDevice } from '../../commands/enrol-device.ts'
import { knownKey } from '../../commands/known-key.ts'
import { rotateDeviceKey } from '../../commands/rotate-device-key.ts'
import { accept, refuse } from '../../protocol/ack.ts'
import { type EnrolAnswer, EnrolRequest, type EnrolWaiting, enrolText, LobbyAsk } from '../../protocol/enrol.ts'
import type { DeviceId } from '../../protocol/ids.ts'
import { RotateKey, rotateText } from '../../protocol/rotate-key.ts'
import { keyFingerprint } from '../prisma/key-fingerprint.ts'
import { signedBy } from '../signing/signed-by.ts'
import { answer, refused } from './api/answer.ts'
import { type Env, malformed } from './api/route.ts'
import { enrolmentLimits } from './enrolment-limits.ts'
import { LobbyWatch } from './lobby-watch.ts'
import type { Parts } from './parts.ts'

/** How long a question out of the lobby is held open; shorter than proxies cut. */
const HELD_MS = 25_000

/** What a device asks over HTTP before it has a connection of its own: to be taken in, and what became of that. */
export function agentsRoutes(app: Hono<Env>, { db, clock, log, releaseKey, tell }: Parts): void {
  const limits = enrolmentLimits()
  const watch = new LobbyWatch(db, (err) => log.warn({ err }, 'the lobby could not be looked at'))

  app.use('/agents/*', async (c, next) => {
    // A browser always says where it comes from; an agent never does.
    if (c.req.header('origin') || c.req.header('cookie'))
      return answer(c, refuse('forbidden', 'Devices enrol from their agent, not from a browser.'))
    return next()
  })

  app.post('/agents/enrol', async (c) => {
    const body = EnrolRequest.safeParse(await c.req.json().catch(() => undefined))
    if (!body.success) return answer(c, malformed(body.error))
    const { token, publicKey, deviceId, signature } = body.data
    if (!signedBy(publicKey, enrolText(deviceId, publicKey), signature))
      return answer(c, refuse('forbidden', 'The request is not signed with the private half of its key.'))
    const tokenSha256 = token === undefined ? null : createHash('sha256').update(token).digest('hex')
    const address = c.env.incoming.socket.remoteAddress ?? 'unknown'
    const now = clock.now()
    // A good token counts its own uses: a site that starts up at once does not wait for a minute.
    if (!(await isGood(tokenSha256))) {
      const limited = limits(publicKey, address, now)
      if (limited) return tooOften(c, limited)
    }
    const enrolled = await enrolDevice({ db, now }, body.data, { address, tokenSha256 })
    if (!enrolled.ok) return answer(c, enrolled)
    tell.changed('lobby')
    if (enrolled.value.is === 'waiting') return waiting(c, publicKey, enrolled.value.because)
    tell.sessions([enrolled.value.deviceId])
    tell.changed('fleet')
    return taken(c, enrolled.value.deviceId)
  })

  app.post('/agents/lobby', async (c) => {
    const body = LobbyAsk.safeParse(await c.req.json().catch(() => undefined))
    if (!body.success) return answer(c, malformed(body.error))
    const { publicKey } = body.data
    const before = await becameOf(c, publicKey)
    if (before) return before
    await watch.decided(publicKey, HELD_MS, c.req.raw.signal)
    return (await becameOf(c, publicKey)) ?? waiting(c, publicKey, 'nobody has decided yet')
  })

  app.post('/agents/rotate-key', async (c) => {
    const body = RotateKey.safeParse(await c.req.json().catch(() => undefined))
    if (!body.success) return answer(c, malformed(body.error))
    const { deviceId, publicKey, signature, proof } = body.data
    const text = rotateText(deviceId, publicKey)
    const device = await db.device.findUnique({ where: { id: deviceId }, select: { publicKey: true } })
    if (!device || !signedBy(device.publicKey, text, signature) || !signedBy(publicKey, text, proof))
      return answer(c, refuse('forbidden', 'Sign with the key this device has now, and with the one it changes to.'))
    const rotated = await rotateDeviceKey({ db, now: clock.now() }, { deviceId, publicKey }, device.publicKey)
    if (rotated.ok) tell.changed(`device:${deviceId}`)
    return answer(c, rotated)
  })

  /** Null while it waits. */
  async function becameOf(c: Context<Env>, publicKey: string): Promise<Response | null> {
    const known = await knownKey(db, publicKey)
    if (known) return known.ok ? taken(c, known.value) : answer(c, known)
    if (await db.lobbyEntry.findUnique({ where: { publicKey }, select: { fingerprint: true } })) return null
    return answer(c, refuse('not-found', 'This key does not wait here: ask to be taken in first.'))
  }

  const taken = (c: Context<Env>, deviceId: DeviceId): Response => {
    const { publicKey, keyId } = releaseKey
    return answer(c, accept<EnrolAnswer>({ deviceId, releaseKey: publicKey, keyId }))
  }

  async function isGood(hash: string | null): Promise<boolean> {
    const good = {
      usesLeft: { gt: 0 },
      needsAcceptance: false,
      revokedAt: null,
      expiresAt: { gt: new Date(clock.now()) },
    }
    return hash !== null && (await db.enrolmentToken.count({ where: { hash, ...good } })) > 0
  }
}

const waiting = (c: Context<Env>, publicKey: string, because: string): Response =>
  c.json<EnrolWaiting>({ waiting: true, fingerprint: keyFingerprint(publicKey), because, comeBackSeconds: 0 }, 202)

function tooOften(c: Context<Env>, message: string): Response {
  c.header('retry-after', '60')
  return refused(c, { code: 'unavailable', message }, 429)
}
