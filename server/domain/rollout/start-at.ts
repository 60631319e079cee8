import type { Instant } from '../../protocol/ids.ts'

/** A fleet planned today is another one in a quarter: the plan would be refused then anyway. */
const MOST_DAYS = 30

export const startOf = (text: string) => Date.parse(text) as Instant

/** Why a rollout may not be set to start then; null when it may. */
export function startRefusal(startAt: string | undefined, now: Instant): string | null {
  if (startAt === undefined) return null
  const at = startOf(startAt)
  if (at <= now) return `It was to start at ${startAt}, which is over: choose a later time, or none to start at once.`
  return at - now > MOST_DAYS * 86_400_000
    ? `It may be set to start within ${MOST_DAYS} days: the fleet that is planned now will be another one by then.`
    : null
}
