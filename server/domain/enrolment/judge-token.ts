import type { EnrolRequest } from '../../protocol/enrol.ts'
import type { DeviceId, Instant } from '../../protocol/ids.ts'

export type Token = {
  readonly sites: readonly string[]
  readonly hardwareTypes: readonly string[]
  readonly needsAcceptance: boolean
  /** the device whose new hardware it is for */
  readonly replaces: DeviceId | null
  readonly usesLeft: number
  readonly expiresAt: Instant
  readonly revokedAt: Instant | null
}

export type TokenVerdict =
  | { readonly is: 'vouches'; readonly siteId: string }
  | { readonly is: 'replaces'; readonly deviceId: DeviceId }
  /** nobody vouches for the device: it waits in the lobby */
  | { readonly is: 'waits'; readonly because: string }
  /** the token is good, and not for this device */
  | { readonly is: 'misfit'; readonly because: string }

type Asked = Pick<EnrolRequest, 'siteId' | 'hardware'>

/** What a token that was shown, or none, means for the device that shows it. */
export function judgeToken(
  token: Token | null,
  shown: boolean,
  { siteId, hardware }: Asked,
  now: Instant,
): TokenVerdict {
  if (!shown) return { is: 'waits', because: 'it showed no token' }
  if (!token) return { is: 'waits', because: 'the token it showed is not known here' }
  if (token.revokedAt !== null) return { is: 'waits', because: 'the token it showed was revoked' }
  if (token.expiresAt <= now) return { is: 'waits', because: 'the token it showed has expired' }
  if (token.usesLeft < 1) return { is: 'waits', because: 'the token it showed is used up' }

  if (token.replaces) return { is: 'replaces', deviceId: token.replaces }
  const { hardwareType } = hardware
  if (token.hardwareTypes.length > 0 && !token.hardwareTypes.includes(hardwareType))
    return misfit(`is for hardware ${list(token.hardwareTypes)}, and this device is ${hardwareType}`)
  const { sites } = token
  if (siteId !== undefined && sites.length > 0 && !sites.includes(siteId))
    return misfit(
      `is for ${sites.length > 1 ? 'the sites' : 'site'} ${list(sites)}, and this device says it stands at ${siteId}`,
    )
  if (token.needsAcceptance) return { is: 'waits', because: 'its token needs a person to accept the device' }
  const site = siteId ?? (sites.length === 1 ? sites[0] : undefined)
  return site === undefined
    ? misfit('does not say at which site this device stands, nor does the device: give it --site')
    : { is: 'vouches', siteId: site }
}

const misfit = (what: string): TokenVerdict => ({ is: 'misfit', because: `The enrolment token ${what}.` })

const list = (words: readonly string[]): string =>
  words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : (words[0] ?? '')
