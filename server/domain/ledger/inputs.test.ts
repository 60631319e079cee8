import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DeviceId, Instant, RolloutId } from '../../protocol/ids.ts'
import { NOTHING_MEASURED } from '../gate/measurement.ts'
import { DEMO_POLICY } from '../rollout/default-policies.ts'
import type { DeviceFacts, Facts, Rollout } from '../rollout/rollout.ts'
import { decisive } from './decisive.ts'
import { type Inputs, type Kept, readInputs, writeInputs } from './inputs.ts'

const instant = fc.integer({ min: 0, max: 100 }).map((at) => at as Instant)

const device = fc.record({
  state: fc.constantFrom<DeviceFacts['state']>('pending', 'installing', 'healthy', 'failed'),
  because: fc.constantFrom('', 'Told.', 'Runs 2.'),
  failure: fc.constantFrom(null, { reason: 'disk-full', detail: 'no room', at: 1 as Instant } as const),
  exposedAt: fc.option(instant),
  online: fc.boolean(),
  reportedAt: fc.option(instant),
  memoryPercent: fc.option(fc.constantFrom(40, 41.5, 99)),
})

const look = fc.record({
  devices: fc.array(device, { minLength: 3, maxLength: 3 }),
  now: instant,
  paused: fc.option(fc.constant({ since: 1 as Instant, by: 'Olive', reason: '' })),
  waves: fc.dictionary(
    fc.constantFrom('0', '1'),
    fc.constant({ baseline: NOTHING_MEASURED, current: NOTHING_MEASURED }),
  ),
})

test('[B-10] inputs are read as they were written, whole or on top of the decision before', () => {
  fc.assert(
    fc.property(fc.array(look, { minLength: 1, maxLength: 6 }), (looks) => {
      let kept: Kept | null = null
      let read: Inputs | null = null
      for (const [n, one] of looks.entries()) {
        const inputs = inputsOf(one)
        const written = writeInputs(kept, inputs)
        expect(written.whole).toBe(n === 0)
        read = readInputs(written.text, written.whole ? null : read)
        expect(read).toEqual(inputs)
        kept = written.kept
      }
    }),
  )
})

test('[B-10] a decision that changes one device of many writes only that device', () => {
  const [one] = fc.sample(look, 1)
  if (!one) throw new Error('no sample')
  const many = { ...one, devices: Array.from({ length: 5000 }, () => one.devices[0]).flatMap((each) => each ?? []) }
  const first = writeInputs(null, inputsOf(many))
  const { text } = writeInputs(
    first.kept,
    inputsOf({ ...many, devices: many.devices.with(7, { ...many.devices[7], because: 'other' } as never) }),
  )
  expect(text.length).toBeLessThan(1500)
  expect(text).toContain('{"because":[[7],["other"]]}')
})

test('[B-10] what every report changes and no decision turns on is left out', () => {
  const [seen] = decisive(
    inputsOf({
      devices: [
        {
          state: 'pending',
          because: '',
          failure: null,
          exposedAt: null,
          online: true,
          reportedAt: 5 as Instant,
          memoryPercent: 40,
        },
      ],
      now: 9 as Instant,
      paused: null,
      waves: {},
    }).facts,
  ).devices
  expect(seen).toMatchObject({ online: true, lastSeenAt: null, reportedAt: null, memoryPercent: null })
})

function inputsOf({ devices, now, paused, waves }: typeof look extends fc.Arbitrary<infer T> ? T : never): Inputs {
  return {
    now,
    rollout: {
      id: 'r' as RolloutId,
      name: 'r',
      target: 'app 2',
      policy: DEMO_POLICY,
      plan: { hash: 'frozen' } as Rollout['plan'],
      state: { phase: 'deploying', wave: 0, since: now },
      paused,
      createdBy: 'olive',
      failure: null,
      rootCauses: [],
      comparison: null,
    },
    facts: {
      devices: devices.map((one, index) => ({
        ...one,
        deviceId: `dev-${index}` as DeviceId,
        name: `dev-${index}`,
        index,
        wave: 0,
        siteId: 'north',
        redundancyGroup: null,
        generation: null,
        traffic: null,
        arm: null,
        changedAt: 0 as Instant,
        targetSha256: null,
        previousSha256: null,
        targetConfigDigest: null,
        previousConfigDigest: null,
        onlineSince: null,
        lastSeenAt: now,
        reported: null,
        health: null,
        reachable: null,
        restarts: 0,
        superseded: null,
        withheld: null,
        hold: null,
      })),
      observingSince: 0 as Instant,
      window: { from: 0 as Instant, to: now },
      waves: new Map(Object.entries(waves).map(([wave, evidence]) => [Number(wave), evidence])),
      deployed: { baseline: NOTHING_MEASURED, current: NOTHING_MEASURED },
      restored: { baseline: NOTHING_MEASURED, current: NOTHING_MEASURED },
      queue: null,
      surroundings: null,
      lines: [],
      arms: null,
      approval: null,
      preflight: [],
      freshApprovalId: 'a' as Facts['freshApprovalId'],
    },
  }
}
