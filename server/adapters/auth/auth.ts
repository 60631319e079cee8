import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import type { Log } from '../log.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'

/** Set by this server from the socket on every request: the only source of a peer's address better-auth believes. */
export const PEER_HEADER = 'x-wavegate-peer'

export type AuthOptions = {
  readonly db: PrismaClient
  readonly secret: string
  /** the address browsers use; its scheme decides whether cookies are `secure` */
  readonly baseUrl: string
  readonly origins: readonly string[]
  readonly log: Log
}

export type Auth = ReturnType<typeof openAuth>

/** E-mail and password only. Nobody signs up: people are created by the owner, by setup or by the demo. */
export function openAuth({ db, secret, baseUrl, origins, log }: AuthOptions) {
  return betterAuth({
    appName: 'Wavegate',
    baseURL: baseUrl,
    basePath: '/api/auth',
    secret,
    trustedOrigins: [...origins],
    database: prismaAdapter(db, { provider: 'postgresql' }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 200 },
    user: { additionalFields: { role: { type: 'string', input: false, defaultValue: 'viewer' } } },
    session: { expiresIn: 12 * 3600, updateAge: 3600 },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 300,
      // Everybody at a site may share one address: guesses against one account are counted in sign-in-guard.ts.
      customRules: { '/sign-in/email': { window: 60, max: 60 } },
    },
    advanced: {
      useSecureCookies: baseUrl.startsWith('https:'),
      cookiePrefix: 'wavegate',
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: baseUrl.startsWith('https:') },
      ipAddress: { ipAddressHeaders: [PEER_HEADER] },
    },
    telemetry: { enabled: false },
    logger: { log: (level, message) => log[level === 'error' ? 'warn' : 'debug'](message) },
  })
}
