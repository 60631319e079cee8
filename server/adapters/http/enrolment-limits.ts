import type { Instant } from '../../protocol/ids.ts'
import { Attempts } from './attempts.ts'

/** reliability.md 1.5: once a minute a key, ten times a minute an address. */
const KEY = { perSecond: 1 / 60, burst: 1 }
const ADDRESS = { perSecond: 10 / 60, burst: 10 }

/**
 * How often somebody nobody vouches for may ask to be taken in. Answers null, or the sentence that refuses. The limits are
 * each server process's own.
 */
export function enrolmentLimits(): (publicKey: string, address: string, now: Instant) => string | null {
  const keys = new Attempts(KEY)
  const addresses = new Attempts(ADDRESS)
  return (publicKey, address, now) => {
    if (!addresses.take(networkOf(address), now))
      return `More than 10 devices without a good token asked from ${address} within a minute: come back in a minute.`
    return keys.take(publicKey, now) ? null : 'This key asked less than a minute ago: ask once a minute.'
  }
}

/** Whoever has one address of IPv6 has 2^64 of them. */
const networkOf = (address: string): string =>
  address.includes(':') && !address.startsWith('::ffff:') ? address.split(':').slice(0, 4).join(':') : address
