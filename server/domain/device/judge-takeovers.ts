import type { Instant } from '../../protocol/ids.ts'

/** Another run of the agent took the connection of the one before. */
export type Takeover = { readonly at: Instant; readonly from: string; readonly to: string; readonly address: string }

export const WINDOW_MS = 10 * 60_000
const MOST_RETURNS = 3

export type TakeoverVerdict =
  | { readonly duplicated: false }
  | { readonly duplicated: true; readonly addresses: readonly string[]; readonly because: string }

/**
 * Whether two machines use one identity (reliability.md T1). A run of an agent that lost its place to a later one has ended:
 * it cannot come back. A restart is a run nobody saw before and a changed network is the same run, so neither is a return,
 * however often it happens.
 */
export function judgeTakeovers(takeovers: readonly Takeover[], now: Instant): TakeoverVerdict {
  const gone = new Set<string>()
  const returns: Takeover[] = []
  for (const takeover of takeovers.filter(({ at }) => at > now - WINDOW_MS)) {
    gone.add(takeover.from)
    if (gone.has(takeover.to)) returns.push(takeover)
  }
  if (returns.length <= MOST_RETURNS) return { duplicated: false }
  const addresses = [...new Set(takeovers.map(({ address }) => address))]
  return {
    duplicated: true,
    addresses,
    because: `DUPLICATE_IDENTITY: two machines took the connection from each other ${returns.length} times within 10 minutes, from ${addresses.join(' and ')}`,
  }
}
