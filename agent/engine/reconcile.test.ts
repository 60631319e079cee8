import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Behaviour, pocketDevice } from '../testing/pocket-device.ts'
import { desiredOf, installed, shaOf } from '../testing/values.ts'
import { configText } from './held.ts'
import type { Disk, Installed } from './installed.ts'
import { inventoryFrom } from './inventory.ts'
import { ledgerFrom } from './ledger.ts'
import { reportedFrom } from './reported.ts'

const RIGHT = { camera: { exposure: 10 } }
const EDITED = configText({ camera: { exposure: 12 } })

const withConfig = (version: string, digit: string): Installed => ({ ...installed(version, digit), config: RIGHT })
const FACTORY: Disk = { active: 'a', a: withConfig('2.0.0', 'b'), b: withConfig('1.0.0', 'a') }

const reconcile = (generation: number) =>
  ({ type: 'heard', message: desiredOf(generation, '2.0.0', 'b', { reason: 'reconcile', config: RIGHT }) }) as const

function device(behaves: (version: string) => Behaviour = () => 'good') {
  const made = pocketDevice(FACTORY, behaves)
  made.boot()
  made.settle()
  return made
}

describe('[R-147] [R-165] what should run is made so again', () => {
  test('a configuration edited by hand is restored in its slot, without a restart when the application never saw it', () => {
    const made = device()
    made.edit('a', EDITED)
    expect(inventoryFrom(made.state()).config).toMatchObject({ document: { camera: { exposure: 12 } } })
    const starts = made.starts()
    made.happen(reconcile(1))
    made.settle()
    expect(made.text('a')).toEqual({ is: 'text', text: configText(RIGHT) })
    expect(made.starts()).toBe(starts)
    expect(reportedFrom(made.state())).toMatchObject({ generation: 1, slot: 'a', update: { state: 'confirmed' } })
    expect(made.disk()).toEqual(FACTORY)
  })

  test('the application is started again when it was started with what somebody wrote', () => {
    const made = device()
    made.edit('a', EDITED)
    made.boot()
    expect(made.given()).toEqual({ camera: { exposure: 12 } })
    const starts = made.starts()
    made.happen(reconcile(1))
    made.settle()
    expect(made.given()).toEqual(RIGHT)
    expect(made.starts()).toBe(starts + 1)
  })

  test('a file that was removed is written again', () => {
    const made = device()
    made.edit('a', null)
    expect(inventoryFrom(made.state()).config.is).toBe('missing')
    made.happen(reconcile(1))
    made.settle()
    expect(made.text('a')).toEqual({ is: 'text', text: configText(RIGHT) })
  })

  test('an application that is not healthy with it goes back to what was there, and the device says so', () => {
    let behaviour: Behaviour = 'good'
    const made = device(() => behaviour)
    made.edit('a', EDITED)
    made.boot()
    made.settle()
    behaviour = 'wrong'
    made.happen(reconcile(1))
    behaviour = 'wrong'
    made.settle(3)
    behaviour = 'good'
    made.settle()
    expect(made.text('a')).toEqual({ is: 'text', text: EDITED })
    expect(made.given()).toEqual({ camera: { exposure: 12 } })
    expect(reportedFrom(made.state())).toMatchObject({
      generation: 1,
      update: { state: 'rolled-back', reason: 'smoke-test-failed' },
    })
  })

  test('a changed file of the release is laid anew from its archive, into the other slot', () => {
    const made = device()
    made.damage('a', [{ path: 'main.js', sealed: shaOf('1'), found: shaOf('2') }])
    expect(inventoryFrom(made.state()).slots[0]).toMatchObject({ state: 'changed', changedCount: 1 })
    made.happen(reconcile(1))
    made.settle()
    expect(made.disk()).toMatchObject({ active: 'b', b: { version: '2.0.0' } })
    expect(inventoryFrom(made.state()).slots).toMatchObject([{ state: 'empty' }, { state: 'whole', active: true }])
  })

  test('a changed slot to go back to is emptied: going back would not have trusted it', () => {
    const made = device()
    made.damage('b', [{ path: 'main.js', sealed: shaOf('1'), found: null }])
    const starts = made.starts()
    made.happen(reconcile(1))
    made.settle()
    expect(made.disk()).toEqual({ ...FACTORY, b: null })
    expect(made.starts()).toBe(starts)
  })

  test('asked twice while it proves itself, it is not left: the second waits and finds nothing to do', () => {
    const made = device()
    made.edit('a', EDITED)
    made.boot()
    made.happen(reconcile(1), reconcile(2))
    made.settle()
    expect(reportedFrom(made.state())).toMatchObject({ generation: 2, update: { state: 'confirmed' } })
    expect(made.records().some((record) => record.step === 'rolling-back')).toBe(false)
  })

  test('nothing to repair: only the generation is new', () => {
    const made = device()
    const starts = made.starts()
    made.happen(reconcile(4))
    made.settle()
    expect(made.starts()).toBe(starts)
    expect(reportedFrom(made.state())).toMatchObject({ generation: 4, update: { state: 'confirmed' } })
  })
})

test('[R-013] power lost at any moment of a restoration leaves what was there or what should be, and the next asking ends it', () => {
  const behaviour = fc.constantFrom<Behaviour>('good', 'crash', 'wrong', 'mute')
  fc.assert(
    fc.property(behaviour, fc.boolean(), fc.array(fc.nat(8), { minLength: 1, maxLength: 4 }), (bad, seen, cuts) => {
      let behaves: Behaviour = 'good'
      const made = pocketDevice(FACTORY, () => behaves)
      made.boot()
      made.edit('a', EDITED)
      if (seen) made.boot()
      behaves = bad
      for (const cut of cuts) {
        made.cutBefore(cut)
        made.happen(reconcile(1))
        made.settle(30)
        made.boot()
      }
      behaves = 'good'
      made.settle()
      const text = made.text('a')
      expect([EDITED, configText(RIGHT)]).toContain(text.is === 'text' && text.text)
      expect(made.disk()).toEqual(FACTORY)
      expect(ledgerFrom(made.records()).open).toBeNull()
      made.happen(reconcile(2))
      made.settle()
      expect(made.text('a')).toEqual({ is: 'text', text: configText(RIGHT) })
      expect(made.given()).toEqual(RIGHT)
    }),
    { numRuns: 500 },
  )
})

test('an inventory too large for the wire names its configuration and leaves it out', () => {
  const made = device()
  made.edit('a', configText(Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`key-${n}`, 'x'.repeat(20)]))))
  expect(inventoryFrom(made.state()).config.is).toBe('too-large')
})
