import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BLUE_GREEN_CAPABILITY } from '../../server/protocol/traffic.ts'
import { type Behaviour, pocketDevice } from '../testing/pocket-device.ts'
import { desiredOf, installed, SELF } from '../testing/values.ts'
import type { Disk } from './installed.ts'
import { ledgerFrom } from './ledger.ts'

const OLD = installed('1.0.0', 'a')
const FACTORY: Disk = { active: 'a', a: OLD, b: null }

const behaviour = fc.constantFrom<Behaviour>('good', 'crash', 'wrong', 'mute')

describe('[R-013] [R-002] [R-008] [R-120] whatever is cut, a device ends on exactly the old or the new version', () => {
  test('one update, power lost before any durable effect, up to five times in a row', () => {
    fc.assert(
      fc.property(behaviour, fc.array(fc.nat(14), { minLength: 1, maxLength: 5 }), (newOne, cuts) => {
        const device = pocketDevice(FACTORY, (version) => (version === '1.0.0' ? 'good' : newOne))
        const told = { type: 'heard', message: desiredOf(1, '2.0.0', 'b') } as const
        device.boot()
        for (const cut of cuts) {
          device.cutBefore(cut)
          device.happen(told)
          device.settle()
          device.boot()
        }
        device.settle()
        device.happen(told)
        device.settle()

        const { active } = device.disk()
        const runs = active && device.disk()[active]
        expect(['1.0.0', '2.0.0']).toContain(runs?.version)
        expect(device.app()).toEqual(runs)
        expect(ledgerFrom(device.records()).open).toBeNull()
        expect(device.state().update).toBeNull()
        expect(device.state().generation).toBe(1)
        if (newOne !== 'good') expect(runs?.version).toBe('1.0.0')
      }),
      { numRuns: 2000 },
    )
  })

  test('[D8] a release under trial is started three times at most, whoever dies', () => {
    fc.assert(
      fc.property(behaviour, fc.array(fc.nat(9), { maxLength: 8 }), (newOne, cuts) => {
        const device = pocketDevice(FACTORY, (version) => (version === '1.0.0' ? 'good' : newOne))
        device.boot()
        device.happen({ type: 'heard', message: desiredOf(1, '2.0.0', 'b') })
        for (const cut of cuts) {
          device.cutBefore(cut)
          device.settle(2)
          device.boot()
        }
        device.settle()
        const counted = device.records().filter((record) => record.step === 'proving')
        expect(counted.length).toBeLessThanOrEqual(3)
      }),
    )
  })

  test('[R-003] every prefix of a journal, with the disk of that moment, recovers to a whole version', () => {
    for (const newOne of ['good', 'crash', 'wrong'] as const) {
      for (let cut = 0; cut < 16; cut += 1) {
        const device = pocketDevice(FACTORY, (version) => (version === '1.0.0' ? 'good' : newOne))
        device.boot()
        device.cutBefore(cut)
        device.happen({ type: 'heard', message: desiredOf(1, '2.0.0', 'b') })
        device.settle()
        device.boot()
        device.settle()
        const { active } = device.disk()
        expect(active && device.disk()[active]?.version).toMatch(/^(1|2)\.0\.0$/)
        expect(device.app()).toEqual(active && device.disk()[active])
        expect(ledgerFrom(device.records()).open).toBeNull()
      }
    }
  })

  test('[R-070] [R-078] both slots running, power lost anywhere: exactly one is active, and traffic goes there', () => {
    fc.assert(
      fc.property(
        behaviour,
        fc.array(fc.tuple(fc.nat(9), fc.boolean()), { minLength: 1, maxLength: 6 }),
        (newOne, cuts) => {
          const routed = { ...SELF, capabilities: [BLUE_GREEN_CAPABILITY] }
          const device = pocketDevice(FACTORY, (version) => (version === '1.0.0' ? 'good' : newOne), routed)
          const standby = { type: 'heard', message: desiredOf(1, '2.0.0', 'b', { traffic: 'standby' }) } as const
          const active = { type: 'heard', message: desiredOf(2, '2.0.0', 'b', { traffic: 'active' }) } as const
          device.boot()
          for (const [cut, agentOnly] of cuts) {
            device.cutBefore(cut)
            device.happen(standby)
            device.settle(8)
            device.happen(active)
            device.settle(8)
            if (agentOnly) device.routerGoesBack()
            device.boot()
            expect(device.routed()).toBe(device.disk().active)
          }
          device.settle()
          device.happen(active)
          device.settle()

          const { active: slot } = device.disk()
          const runs = slot && device.disk()[slot]
          expect(['1.0.0', '2.0.0']).toContain(runs?.version)
          expect(device.app()).toEqual(runs)
          expect(device.routed()).toBe(slot)
          expect(ledgerFrom(device.records()).open).toBeNull()
          expect(device.state().generation).toBe(2)
          if (newOne !== 'good') expect(runs?.version).toBe('1.0.0')
        },
      ),
      { numRuns: 1000 },
    )
  })
})
