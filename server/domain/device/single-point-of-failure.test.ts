import { describe, expect, it } from 'vitest'
import { type StandIn, singlePointOfFailure } from './single-point-of-failure.ts'

const device = { deviceId: 'a', singlePointOfFailure: false, redundancyGroup: 'doors' as string | null }
const member = (deviceId: string, changes: Partial<StandIn> = {}): StandIn => ({
  deviceId,
  online: true,
  healthy: true,
  ...changes,
})

describe('[R-042] single points of failure', () => {
  it.each([
    {
      name: 'marked as one',
      one: { ...device, singlePointOfFailure: true },
      members: [member('a'), member('b')],
      is: true,
    },
    { name: 'of no redundancy group', one: { ...device, redundancyGroup: null }, members: [], is: false },
    { name: 'with another one up and well', one: device, members: [member('a'), member('b')], is: false },
    { name: 'alone in its group', one: device, members: [member('a')], is: true },
    { name: 'whose others are offline', one: device, members: [member('a'), member('b', { online: false })], is: true },
    { name: 'whose others are ill', one: device, members: [member('a'), member('b', { healthy: false })], is: true },
    {
      name: 'itself away, another one up',
      one: device,
      members: [member('a', { online: false }), member('b')],
      is: false,
    },
  ])('a device $name: $is', ({ one, members, is }) => {
    expect(singlePointOfFailure(one, members) !== null).toBe(is)
  })
})
