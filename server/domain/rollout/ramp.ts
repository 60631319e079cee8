import type { Instant } from '../../protocol/ids.ts'
import { counted } from '../counted.ts'
import { duration, plusSeconds } from '../instant.ts'
import type { Limit, Seen } from './limit.ts'
import { isReady } from './observe.ts'
import type { DeviceFacts } from './rollout.ts'
import { takesPlace } from './unavailable.ts'

const MINUTE_SECONDS = 60

/** of the cohort, at least one: less could never begin. */
export const maxUnavailable = (cohort: number, percent: number) => Math.max(1, Math.floor((cohort * percent) / 100))

/** devices being updated at once; a place is free when its device has been healthy for min_ready_seconds. */
export function placesLimit({ rollout: { plan, policy }, devices, now }: Seen): Limit {
  const most = maxUnavailable(plan.cohort, policy.maxUnavailablePercent)
  const { minReadySeconds } = policy.trial
  let taken = devices.filter((device) => takesPlace(device, minReadySeconds, now)).length
  return {
    hasRoom: () => taken < most,
    take: () => {
      taken += 1
    },
    because: () => ({
      rule: 'R-081',
      because: `At most ${most} of ${counted(plan.cohort, 'device')} are updated at once; a place is free again after ${duration(minReadySeconds)} of health.`,
      until: null,
    }),
  }
}

/** Never more than so many told within any minute. */
export function minuteLimit({ rollout: { policy }, devices, now }: Seen): Limit {
  const most = policy.ramp.devicesPerMinute
  const from = plusSeconds(now, -MINUTE_SECONDS)
  const told = devices.flatMap(({ exposedAt }) => (exposedAt !== null && exposedAt > from ? [exposedAt] : []))
  const oldest = told.reduce<Instant>((first, at) => (at < first ? at : first), now)
  let taken = told.length
  return {
    hasRoom: () => taken < most,
    take: () => {
      taken += 1
    },
    because: () => ({
      rule: 'ramp',
      because: `At most ${counted(most, 'device')} a minute are told to install; the next follow by themselves.`,
      until: plusSeconds(oldest, MINUTE_SECONDS),
    }),
  }
}

/** So that the line of a site is not asked for everything at once. */
export function siteLimit({ rollout: { policy }, devices }: Seen): Limit {
  const most = policy.ramp.concurrentPerSite
  const busy = new Map<string, number>()
  const add = ({ siteId }: DeviceFacts) => busy.set(siteId, (busy.get(siteId) ?? 0) + 1)
  for (const device of devices) if (isInstalling(device)) add(device)
  return {
    hasRoom: ({ siteId }) => (busy.get(siteId) ?? 0) < most,
    take: add,
    because: ({ siteId }) => ({
      rule: 'site-ramp',
      because: `At most ${counted(most, 'device')} of a site install at once; the next at ${siteId} follow as those finish.`,
      until: null,
    }),
  }
}

/** One that stands by has fetched what it needs, and waits for the others of its wave. */
const isInstalling = ({ state, superseded, traffic, reported }: DeviceFacts) =>
  !superseded &&
  (state === 'installing' || state === 'verifying') &&
  !(traffic === 'standby' && reported && isReady(reported))
